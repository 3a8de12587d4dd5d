package dev.modelyard.standalone.stack;

/** Something on this machine is in the way; the message says what, and what to do. */
public final class CannotStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotStartException(String sentence) {
        super(sentence);
    }
}
