package dev.modelyard.contracts.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an example is for. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST,
    /** Nobody has said what is true of it; of tasks on texts. */
    UNLABELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The split of that name; {@code val}, {@code valid}, {@code dev} and {@code eval} name the validation split too, and {@code unlabeled}
     * the unlabelled one.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Split of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "train", "training" -> TRAIN;
            case "validation", "val", "valid", "dev", "eval" -> VALIDATION;
            case "test" -> TEST;
            case "unlabelled", "unlabeled" -> UNLABELLED;
            default -> throw new IllegalArgumentException("unknown split: " + name);
        };
    }
}
