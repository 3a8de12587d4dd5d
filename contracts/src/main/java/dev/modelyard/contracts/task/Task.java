package dev.modelyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model is trained to do. The wire form is the lower-case name with hyphens, {@code text-classification}. */
public enum Task {
    TEXT_CLASSIFICATION,
    TEXT_SIMILARITY,
    TEXT_INFERENCE,
    IMAGE_CLASSIFICATION,
    OBJECT_DETECTION,
    SEMANTIC_SEGMENTATION,
    INSTANCE_SEGMENTATION,
    TABULAR_CLASSIFICATION,
    TABULAR_REGRESSION,
    TEXT_GENERATION;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The task of that wire name, if there is one. */
    public static Optional<Task> named(String wireName) {
        return Arrays.stream(values())
                .filter(task -> task.wireName().equals(wireName))
                .findFirst();
    }

    /**
     * The task of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Task of(String wireName) {
        return named(wireName).orElseThrow(() -> new IllegalArgumentException("unknown task: " + wireName));
    }
}
