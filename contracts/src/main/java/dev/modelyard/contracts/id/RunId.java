package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One worker's try of a dispatch. Text form: {@code run_} and 26 characters of [a-z2-7]. */
public record RunId(@JsonValue String value) implements Id {
    private static final String PREFIX = "run";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static RunId fresh() {
        return new RunId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
