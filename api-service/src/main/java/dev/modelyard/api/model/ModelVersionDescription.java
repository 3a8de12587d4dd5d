package dev.modelyard.api.model;

import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model version as callers see it; the metrics are of its best weights, by name. Version 0, which was never trained, has nothing that
 * a training gives, and says what it was made of.
 */
public record ModelVersionDescription(
        ModelId model,
        int version,
        Optional<JobId> job,
        Instant createdAt,
        String network,
        List<String> labels,
        long parameters,
        Optional<Map<String, Double>> metrics,
        Optional<Integer> epochs,
        Optional<Integer> bestEpoch,
        Optional<Double> trainingSeconds,
        Optional<Lineage> lineage,
        Optional<UntrainedSettings> untrained,
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
                Optional.of(version.job()),
                version.createdAt(),
                summary.network(),
                summary.labels(),
                summary.parameters(),
                Optional.of(Collections.unmodifiableMap(new TreeMap<>(summary.metrics()))),
                Optional.of(summary.epochs()),
                Optional.of(summary.bestEpoch()),
                Optional.of(summary.trainingSeconds()),
                summary.lineage().map(ModelVersionDescription::lineage),
                Optional.empty(),
                version.bytes());
    }

    static ModelVersionDescription untrained(Model model, UntrainedModel source, long parameters) {
        return new ModelVersionDescription(
                model.id(),
                UntrainedModel.VERSION,
                Optional.empty(),
                model.createdAt(),
                source.network(),
                source.data().labels(),
                parameters,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(UntrainedSettings.of(source)),
                0);
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
