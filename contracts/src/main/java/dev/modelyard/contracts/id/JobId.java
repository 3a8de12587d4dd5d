package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A job: one execution asked for by an owner. Text form: {@code job_} and 26 characters of [a-z2-7]. */
public record JobId(@JsonValue String value) implements Id {
    private static final String PREFIX = "job";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static JobId fresh() {
        return new JobId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
