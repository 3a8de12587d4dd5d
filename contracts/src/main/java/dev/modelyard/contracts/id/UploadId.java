package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One upload of dataset content. Text form: {@code upl_} and 26 characters of [a-z2-7]. */
public record UploadId(@JsonValue String value) implements Id {
    private static final String PREFIX = "upl";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UploadId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static UploadId fresh() {
        return new UploadId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
