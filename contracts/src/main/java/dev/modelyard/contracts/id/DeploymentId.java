package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A started model. Text form: {@code dep_} and 26 characters of [a-z2-7]. */
public record DeploymentId(@JsonValue String value) implements Id {
    private static final String PREFIX = "dep";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeploymentId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static DeploymentId fresh() {
        return new DeploymentId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
