package dev.modelyard.contracts.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an example is for. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The split of that name; {@code val}, {@code valid}, {@code dev} and {@code eval} name the validation split too.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Split of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "train", "training" -> TRAIN;
            case "validation", "val", "valid", "dev", "eval" -> VALIDATION;
            case "test" -> TEST;
            default -> throw new IllegalArgumentException("unknown split: " + name);
        };
    }
}
