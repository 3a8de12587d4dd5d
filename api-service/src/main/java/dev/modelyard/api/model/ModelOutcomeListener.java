package dev.modelyard.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobOutcomeListener;
import dev.modelyard.api.job.JobResult;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Makes a model version of the result of a training. */
@ApplicationScoped
class ModelOutcomeListener implements JobOutcomeListener {
    private final ModelStore models;
    private final ModelVersionStore versions;
    private final ArtifactService artifacts;

    ModelOutcomeListener(ModelStore models, ModelVersionStore versions, ArtifactService artifacts) {
        this.models = models;
        this.versions = versions;
        this.artifacts = artifacts;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("train");
    }

    @Override
    public JobResult succeeded(Job job, ArtifactReference artifact, JsonNode summary) {
        ModelId id =
                job.subject().model().orElseThrow(() -> new IllegalArgumentException("the training names no model"));
        ModelSummary trained = Json.read(summary.toString(), ModelSummary.class);
        long bytes = artifacts.requireComplete(artifact);
        Model model =
                models.findLocked(id).orElseThrow(() -> new IllegalArgumentException("the model of the job is gone"));
        if (trained.task() != model.task()) {
            throw new IllegalArgumentException("the result is not for the model's task");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        int version = models.mintVersion(id, now);
        versions.add(new ModelVersion(id, version, job.id(), now, artifact, trained, bytes));
        return JobResult.modelVersion(version, trained.metrics());
    }

    @Override
    public void ended(Job job) {}
}
