package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A dataset. Text form: {@code dst_} and 26 characters of [a-z2-7]. */
public record DatasetId(@JsonValue String value) implements Id {
    private static final String PREFIX = "dst";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DatasetId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static DatasetId fresh() {
        return new DatasetId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
