package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A model. Text form: {@code mdl_} and 26 characters of [a-z2-7]. */
public record ModelId(@JsonValue String value) implements Id {
    private static final String PREFIX = "mdl";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModelId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static ModelId fresh() {
        return new ModelId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
