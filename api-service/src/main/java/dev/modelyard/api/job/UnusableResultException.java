package dev.modelyard.api.job;

/** A worker's result is not what its kind of job makes. */
class UnusableResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableResultException(Throwable cause) {
        super(cause);
    }
}
