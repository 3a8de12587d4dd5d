package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Thrown by services and resources to answer the caller with an error of the platform's list. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public ProblemException(Failure failure) {
        super(failure.code().wireName() + ": " + failure.detail());
        this.failure = failure;
    }

    public ProblemException(Failure failure, Throwable cause) {
        super(failure.code().wireName() + ": " + failure.detail(), cause);
        this.failure = failure;
    }

    public ProblemException(ErrorCode code, String detail, FieldError... errors) {
        this(new Failure(code, detail, List.of(errors), Optional.empty(), Map.of()));
    }

    /** One field at fault. */
    public static ProblemException invalidField(String field, String message) {
        return new ProblemException(Failure.ofFields(List.of(new FieldError(field, message))));
    }

    /** There is no such thing, or it is another owner's: the caller cannot tell which. */
    public static ProblemException notFound(String what) {
        return new ProblemException(Failure.of(ErrorCode.NOT_FOUND, "There is no such " + what + "."));
    }

    public Failure failure() {
        return failure;
    }

    public ErrorCode code() {
        return failure.code();
    }
}
