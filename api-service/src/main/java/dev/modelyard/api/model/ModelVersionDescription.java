package dev.modelyard.api.model;

import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model version as callers see it; the metrics are of its best weights, by name. */
public record ModelVersionDescription(
        ModelId model,
        int version,
        JobId job,
        Instant createdAt,
        String network,
        List<String> labels,
        long parameters,
        Map<String, Double> metrics,
        int epochs,
        int bestEpoch,
        double trainingSeconds,
        Lineage lineage,
        long bytes) {

    /**
     * Where a version comes from: with these, and the same build and device, it can be trained again.
     *
     * @param datasetDigest SHA-256 of the manifest of the dataset version
     */
    public record Lineage(
            DatasetId dataset, int datasetVersion, String datasetDigest, long seed, TrainingParameters parameters) {}

    static ModelVersionDescription of(ModelVersion version) {
        ModelSummary summary = version.summary();
        return new ModelVersionDescription(
                version.model(),
                version.version(),
                version.job(),
                version.createdAt(),
                summary.network(),
                summary.labels(),
                summary.parameters(),
                Collections.unmodifiableMap(new TreeMap<>(summary.metrics())),
                summary.epochs(),
                summary.bestEpoch(),
                summary.trainingSeconds(),
                lineage(summary.lineage()),
                version.bytes());
    }

    private static Lineage lineage(JobSpec.Train training) {
        return new Lineage(
                training.dataset().dataset(),
                training.dataset().version(),
                training.dataset().artifact().digest(),
                training.parameters().seed(),
                training.parameters());
    }
}
