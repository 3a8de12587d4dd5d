package dev.modelyard.modellibrary.untrained;

/** This build has no network of that name, or none for such data. The message says which. */
public class UnknownNetworkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
