package dev.modelyard.networks.json;

/** A text is not a network. The message says where and why, and is fit for a caller. */
public class NetworkFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NetworkFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    public NetworkFormatException(String message) {
        super(message);
    }
}
