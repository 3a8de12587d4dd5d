package dev.modelyard.api.job;

import java.util.Map;
import java.util.Optional;

/**
 * What came of a job that succeeded.
 *
 * @param modelVersion the version of a model it made
 * @param datasetVersion the version of a dataset it made
 * @param metrics final figures by name; empty: those of the last epoch stand
 */
public record JobResult(Optional<Integer> modelVersion, Optional<Integer> datasetVersion, Map<String, Double> metrics) {
    public JobResult {
        metrics = Map.copyOf(metrics);
    }

    /** A new version of a dataset. */
    public static JobResult datasetVersion(int version) {
        return new JobResult(Optional.empty(), Optional.of(version), Map.of());
    }

    /** A new version of a model, with the figures it reached. */
    public static JobResult modelVersion(int version, Map<String, Double> metrics) {
        return new JobResult(Optional.of(version), Optional.empty(), metrics);
    }
}
