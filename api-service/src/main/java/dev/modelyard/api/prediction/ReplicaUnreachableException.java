package dev.modelyard.api.prediction;

/** A replica could not be reached, or broke off before it answered; another may answer. */
class ReplicaUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    ReplicaUnreachableException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
