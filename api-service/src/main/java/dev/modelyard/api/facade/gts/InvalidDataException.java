package dev.modelyard.api.facade.gts;

/** A data file that cannot be trained with; the message, in the words of GTS, says where and why. */
final class InvalidDataException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidDataException(String detail) {
        super(detail);
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
