package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of task that can be trained here, each with what a sample of it holds. */
enum TaskType {
    /** Texts with labels of the caller's choice. */
    CLASSIFICATION("classification", Task.TEXT_CLASSIFICATION),
    /** Whether two sentences mean the same: "1", or not: "0". */
    SIMILARITY("similarity", Task.TEXT_SIMILARITY),
    /** What the first of two sentences says of the second. */
    NLI("nli", Task.TEXT_INFERENCE);

    private final String wireName;
    private final Task task;

    TaskType(String wireName, Task task) {
        this.wireName = wireName;
        this.task = task;
    }

    static Optional<TaskType> named(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    String wireName() {
        return wireName;
    }

    /** What the platform calls it. */
    Task task() {
        return task;
    }

    /** The texts of a sample. */
    List<String> fields() {
        return switch (this) {
            case CLASSIFICATION -> List.of("content");
            case SIMILARITY, NLI -> List.of("sentence1", "sentence2");
        };
    }

    /** The labels there are, in the order of probabilities; empty: a label file says. */
    List<String> labels() {
        return switch (this) {
            case CLASSIFICATION -> List.of();
            case SIMILARITY -> List.of("0", "1");
            case NLI -> List.of("entailment", "contradiction", "neutral");
        };
    }
}
