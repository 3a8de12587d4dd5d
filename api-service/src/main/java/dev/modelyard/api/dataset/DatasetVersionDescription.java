package dev.modelyard.api.dataset;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset version as callers see it: counts are by split, the unlabelled only where there are some, and label counts by the names of the labels, in their order.
 *
 * @param columns features of a tabular task; absent for other tasks
 */
public record DatasetVersionDescription(
        DatasetId dataset,
        int version,
        JobId job,
        Instant createdAt,
        Task task,
        List<String> labels,
        Optional<List<Column>> columns,
        Optional<String> target,
        Map<Split, Integer> counts,
        Map<Split, Map<String, Integer>> labelCounts,
        long bytes) {

    /**
     * One feature.
     *
     * @param categories absent for a numeric column
     */
    public record Column(String name, Optional<List<String>> categories) {}

    static DatasetVersionDescription of(DatasetVersion version) {
        DatasetSummary summary = version.summary();
        return new DatasetVersionDescription(
                version.dataset(),
                version.version(),
                version.job(),
                version.createdAt(),
                summary.task(),
                summary.labels(),
                Optional.of(summary.columns().stream()
                                .map(column -> new Column(
                                        column.name(),
                                        Optional.of(column.categories()).filter(names -> !names.isEmpty())))
                                .toList())
                        .filter(columns -> !columns.isEmpty()),
                summary.target(),
                counts(summary),
                labelCounts(summary),
                summary.bytes());
    }

    private static Map<Split, Integer> counts(DatasetSummary summary) {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            if (split != Split.UNLABELLED || summary.count(split) > 0) {
                counts.put(split, summary.count(split));
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    private static Map<Split, Map<String, Integer>> labelCounts(DatasetSummary summary) {
        Map<Split, Map<String, Integer>> bySplit = new EnumMap<>(Split.class);
        summary.labelCounts().forEach((split, counts) -> {
            if (counts.isEmpty()) {
                return;
            }
            Map<String, Integer> byLabel = new LinkedHashMap<>();
            for (int id = 0; id < counts.size(); id++) {
                byLabel.put(summary.labels().get(id), counts.get(id));
            }
            bySplit.put(split, Collections.unmodifiableMap(byLabel));
        });
        return Collections.unmodifiableMap(bySplit);
    }
}
