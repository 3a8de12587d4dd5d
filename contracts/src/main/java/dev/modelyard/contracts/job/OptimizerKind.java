package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The optimisers of the training loop; SGD has momentum. */
public enum OptimizerKind {
    ADAMW,
    SGD;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static OptimizerKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
