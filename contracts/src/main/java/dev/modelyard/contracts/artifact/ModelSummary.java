package dev.modelyard.contracts.artifact;

import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model version is and where it comes from.
 *
 * @param labels in the order of their ids; empty for regression
 * @param parameters trainable parameters
 * @param metrics by name, of the best weights: {@code val_accuracy}, {@code test_accuracy}, {@code test_mae}, …
 * @param epochs epochs trained; 0 if it was never trained
 * @param bestEpoch epoch whose weights are kept, counted from 1
 * @param trainingSeconds time from the first step to the last, validation included
 * @param lineage the specification it was trained by: dataset version, seed, parameters; absent if it was never trained
 */
public record ModelSummary(
        Task task,
        String network,
        List<String> labels,
        long parameters,
        Map<String, Double> metrics,
        int epochs,
        int bestEpoch,
        double trainingSeconds,
        Optional<JobSpec.Train> lineage) {
    public ModelSummary {
        labels = List.copyOf(labels);
        metrics = Map.copyOf(metrics);
    }
}
