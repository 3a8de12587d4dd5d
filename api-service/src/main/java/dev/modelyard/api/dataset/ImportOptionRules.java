package dev.modelyard.api.dataset;

import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What of the options of an import makes sense. */
final class ImportOptionRules {
    private static final int MOST_LABELS = 10_000;
    private static final int LONGEST_NAME = 200;

    /** They travel in one message, of which brokers take a mebibyte. */
    private static final int MOST_LABEL_BYTES = 512 << 10;

    private ImportOptionRules() {}

    static ImportOptions check(Task task, Optional<String> target, List<String> labels) {
        boolean tabular = task == Task.TABULAR_CLASSIFICATION || task == Task.TABULAR_REGRESSION;
        target.ifPresent(name -> {
            if (!tabular) {
                throw ProblemException.invalidField("target", "is for tabular tasks only");
            }
            requireName("target", name);
        });
        if (!labels.isEmpty() && task == Task.TABULAR_REGRESSION) {
            throw ProblemException.invalidField("labels", "are not for regression");
        }
        if (labels.size() > MOST_LABELS) {
            throw ProblemException.invalidField("labels", "must be at most " + MOST_LABELS);
        }
        labels.forEach(label -> requireName("labels", label));
        int bytes = Json.writeBytes(labels).length;
        if (bytes > MOST_LABEL_BYTES) {
            throw ProblemException.invalidField(
                    "labels", "take %d bytes together; at most %d".formatted(bytes, MOST_LABEL_BYTES));
        }
        if (new HashSet<>(labels).size() < labels.size()) {
            throw ProblemException.invalidField("labels", "must not name a label twice");
        }
        return new ImportOptions(target, labels);
    }

    @SuppressWarnings("ConstantValue")
    private static void requireName(String field, String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw ProblemException.invalidField(field, "must have 1 to " + LONGEST_NAME + " characters each");
        }
    }
}
