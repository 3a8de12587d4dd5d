package dev.modelyard.contracts.artifact;

import dev.modelyard.contracts.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a dataset version contains.
 *
 * @param labels in the order of their ids; empty for regression
 * @param columns feature columns of a tabular task, in order
 * @param target name of the target column of a tabular task
 * @param counts examples by split; the unlabelled only where there are some
 * @param labelCounts examples by split and label, in the order of the labels
 * @param bytes size of all files of the version together
 */
public record DatasetSummary(
        Task task,
        List<String> labels,
        List<Column> columns,
        Optional<String> target,
        Map<Split, Integer> counts,
        Map<Split, List<Integer>> labelCounts,
        long bytes) {
    public DatasetSummary {
        labels = List.copyOf(labels);
        columns = List.copyOf(columns);
        counts = Map.copyOf(counts);
        labelCounts = Map.copyOf(labelCounts);
    }

    /**
     * One feature.
     *
     * @param categories of a column that is not numeric, in the order of their codes in the rows; empty: numeric
     */
    public record Column(String name, List<String> categories) {
        public Column {
            categories = List.copyOf(categories);
        }
    }

    /** Examples of one split. */
    public int count(Split split) {
        return counts.getOrDefault(split, 0);
    }

    /** Examples of all splits. */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
