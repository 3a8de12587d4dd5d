package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One process of the inference-service. Text form: {@code rep_} and 26 characters of [a-z2-7]. */
public record ReplicaId(@JsonValue String value) implements Id {
    private static final String PREFIX = "rep";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReplicaId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static ReplicaId fresh() {
        return new ReplicaId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
