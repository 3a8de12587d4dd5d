package dev.modelyard.contracts.job;

import java.util.List;
import java.util.Optional;

/**
 * How to read the content of an import.
 *
 * @param target the csv column that is the target; absent: the last one
 * @param labels the allowed labels in the order of their ids; empty: those of a labels file in the content, else those found,
 *     sorted
 */
public record ImportOptions(Optional<String> target, List<String> labels) {
    /** Nothing said: the target is last, labels come from the content. */
    public static final ImportOptions DEFAULT = new ImportOptions(Optional.empty(), List.of());

    public ImportOptions {
        labels = List.copyOf(labels);
    }
}
