package dev.modelyard.inference.residency;

import dev.modelyard.contracts.error.ErrorCode;

/** A version cannot be brought into memory; the message is a sentence without its full stop, for the owner of the model. */
public class UnloadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    UnloadableException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    UnloadableException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** What to tell its owner. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
