package dev.modelyard.api.facade.gts;

import dev.modelyard.servicekit.problem.ProblemException;
import java.util.Optional;

/** A refusal in the words of the GTS document: answered with HTTP 200 and a negative code. */
final class GtsRefusalException extends RuntimeException {
    /** The task, or what it takes, is not there; or any reason that has no code of its own. */
    static final int FAILED = -100;
    /** Data or samples are not usable. */
    static final int DATA = -101;
    /** The state of the task does not allow it. */
    static final int STATE = -103;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient Optional<String> detail;

    private GtsRefusalException(int code, String message, Optional<String> detail, Optional<Throwable> cause) {
        super(message, cause.orElse(null));
        this.code = code;
        this.detail = detail;
    }

    GtsRefusalException(int code, String message) {
        this(code, message, Optional.empty(), Optional.empty());
    }

    GtsRefusalException(int code, String message, String detail) {
        this(code, message, Optional.of(detail), Optional.empty());
    }

    /** The platform's own reason, after what it kept from being done. */
    static GtsRefusalException because(String what, ProblemException reason) {
        return new GtsRefusalException(
                FAILED,
                what + ": " + reason.failure().detail(),
                Optional.of(reason.code().wireName()),
                Optional.of(reason));
    }

    int code() {
        return code;
    }

    /** More than the document has room for. */
    Optional<String> detail() {
        return detail;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
