package dev.modelyard.contracts.error;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Every reason this platform gives for not doing what was asked. The names are stable: clients may compare them.
 * {@link #httpStatus()} is what {@code /v1} answers; a failed job carries the code in its {@code error}.
 */
public enum ErrorCode {
    /** The body is not JSON, or not of the documented shape. */
    MALFORMED_REQUEST(Category.CALLER, 400, false),
    /** A field is missing, of the wrong type or out of its range; {@code errors} names each. */
    INVALID_FIELD(Category.CALLER, 400, false),
    /** No credentials, or credentials that do not hold. */
    UNAUTHENTICATED(Category.CALLER, 401, false),
    /** The caller is known and may not do this. */
    FORBIDDEN(Category.CALLER, 403, false),
    /** There is no such thing, or it is another owner's. */
    NOT_FOUND(Category.CALLER, 404, false),
    /** The path exists and does not know this HTTP method. */
    METHOD_NOT_ALLOWED(Category.CALLER, 405, false),
    /** None of the offered representations is accepted by the caller. */
    NOT_ACCEPTABLE(Category.CALLER, 406, false),
    /** The body of the request comes too slowly. */
    REQUEST_TIMEOUT(Category.CALLER, 408, false),
    /** The state of the resource does not allow this now. */
    CONFLICT(Category.CALLER, 409, false),
    /** The dataset is referred to by a draft model or by a job that has not ended. */
    DATASET_IN_USE(Category.CALLER, 409, false),
    /** The dataset has no version with content yet. */
    DATASET_EMPTY(Category.CALLER, 409, false),
    /** The model has no trained version yet. */
    MODEL_UNTRAINED(Category.CALLER, 409, false),
    /** The model is not started. */
    MODEL_NOT_STARTED(Category.CALLER, 409, false),
    /** The body is larger than the limit. */
    TOO_LARGE(Category.CALLER, 413, false),
    /** The media type of the body is not one this path reads. */
    UNSUPPORTED_MEDIA_TYPE(Category.CALLER, 415, false),
    /** The content of a dataset, archive, file or sample is not usable; the message says where. */
    INVALID_DATA(Category.CALLER, 422, false),
    /** No network of that name, or it does not serve the task. */
    UNKNOWN_NETWORK(Category.CALLER, 422, false),
    /** The path lies outside the folders this installation imports from. */
    PATH_NOT_ALLOWED(Category.CALLER, 422, false),
    /** The host is none of those this installation sends webhooks to. */
    HOST_NOT_ALLOWED(Category.CALLER, 422, false),
    /** The Idempotency-Key came before with another request. */
    IDEMPOTENCY_KEY_REUSED(Category.CALLER, 422, false),
    /** More bytes in the store than the owner may keep there. */
    QUOTA_EXCEEDED(Category.CALLER, 413, false),
    /** Too many requests or a full queue; {@code Retry-After} says when to come back. */
    TOO_MANY_REQUESTS(Category.CALLER, 429, false),
    /** The job's data does not train: one class only, not a number, a loss that diverged. */
    UNTRAINABLE(Category.CALLER, 422, false),
    /** The work does not fit into memory even at its smallest. */
    OUT_OF_MEMORY(Category.PLATFORM, 507, false),
    /** The worker that ran the job went silent. */
    WORKER_LOST(Category.PLATFORM, 503, true),
    /** The worker handed the job back, because it shuts down or does not know this kind of job. */
    YIELDED(Category.PLATFORM, 503, true),
    /** The artifact store could not be read or written. */
    STORAGE_UNAVAILABLE(Category.OUTSIDE, 503, true),
    /** A stored artifact is not what its manifest says. */
    ARTIFACT_CORRUPT(Category.PLATFORM, 500, false),
    /** A service this request needs does not answer. */
    SERVICE_UNAVAILABLE(Category.OUTSIDE, 503, true),
    /** It was not done within its deadline. */
    DEADLINE_EXCEEDED(Category.PLATFORM, 504, true),
    /** A defect of the platform; the log has the particulars under the id that the message names. */
    @JsonEnumDefaultValue
    INTERNAL(Category.PLATFORM, 500, false);

    /** Whose move it is. */
    public enum Category {
        /** The caller can mend it. */
        CALLER,
        /** The operator of this platform can mend it. */
        PLATFORM,
        /** Something the platform depends on failed. */
        OUTSIDE
    }

    private final Category category;
    private final int httpStatus;
    private final boolean retryable;

    ErrorCode(Category category, int httpStatus, boolean retryable) {
        this.category = category;
        this.httpStatus = httpStatus;
        this.retryable = retryable;
    }

    public Category category() {
        return category;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same job may succeed when it is tried again without a change. */
    public boolean retryable() {
        return retryable;
    }

    /** The lower-case form used on every wire, {@code not_found}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code of that wire name; a name from a newer version reads as {@link #INTERNAL}. */
    @JsonCreator
    public static ErrorCode of(String wireName) {
        for (ErrorCode code : values()) {
            if (code.wireName().equals(wireName)) {
                return code;
            }
        }
        return INTERNAL;
    }
}
