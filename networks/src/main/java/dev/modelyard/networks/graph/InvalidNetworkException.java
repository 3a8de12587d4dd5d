package dev.modelyard.networks.graph;

/** A network or one of its nodes is not well formed. The message names the node and the field, and is fit for a caller. */
public class InvalidNetworkException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidNetworkException(String message) {
        super(message);
    }

    public InvalidNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
