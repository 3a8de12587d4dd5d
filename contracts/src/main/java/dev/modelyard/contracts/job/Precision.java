package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The arithmetic of a training step; AUTO takes bf16 where the processor or GPU gains from it. */
public enum Precision {
    AUTO,
    FP32,
    BF16;

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
    public static Precision of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
