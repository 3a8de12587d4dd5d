package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the learning rate falls after warm-up. */
public enum ScheduleKind {
    CONSTANT,
    COSINE,
    LINEAR,
    STEP,
    POLYNOMIAL;

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
    public static ScheduleKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
