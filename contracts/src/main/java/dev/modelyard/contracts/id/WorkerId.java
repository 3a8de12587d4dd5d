package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One process of the trainer-worker. Text form: {@code wrk_} and 26 characters of [a-z2-7]. */
public record WorkerId(@JsonValue String value) implements Id {
    private static final String PREFIX = "wrk";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WorkerId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static WorkerId fresh() {
        return new WorkerId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
