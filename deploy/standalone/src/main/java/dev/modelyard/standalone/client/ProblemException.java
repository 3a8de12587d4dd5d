package dev.modelyard.standalone.client;

/** The platform answered with a problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    ProblemException(String call, int status, String code, String detail) {
        super(call + " answered " + status + " " + code + ": " + detail);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
