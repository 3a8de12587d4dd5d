package dev.modelyard.trainer.run;

import dev.modelyard.contracts.error.ErrorCode;

/** A job cannot be done, with the reason its owner is told. The message names the line, file or field at fault. */
public class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public JobFailedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public JobFailedException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
