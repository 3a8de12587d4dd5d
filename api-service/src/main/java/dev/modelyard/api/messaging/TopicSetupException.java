package dev.modelyard.api.messaging;

/** The broker is not, or not yet, what the platform needs; the message is one sentence for the operator. */
class TopicSetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicSetupException(String message) {
        super(message);
    }

    TopicSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
