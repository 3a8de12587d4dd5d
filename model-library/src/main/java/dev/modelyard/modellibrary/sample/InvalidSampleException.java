package dev.modelyard.modellibrary.sample;

/** A sample cannot be read. The message names what is wrong and is fit for the caller; it quotes no more than a few words of the sample. */
public class InvalidSampleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSampleException(String message) {
        super(message);
    }

    public InvalidSampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
