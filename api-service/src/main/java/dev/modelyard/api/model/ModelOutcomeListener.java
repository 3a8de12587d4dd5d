package dev.modelyard.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobOutcomeListener;
import dev.modelyard.api.job.JobResult;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Makes a model version of the result of a training. */
@ApplicationScoped
class ModelOutcomeListener implements JobOutcomeListener {
    private final ModelService models;
    private final ModelStore store;
    private final ModelVersionStore versions;
    private final DatasetService datasets;
    private final ArtifactService artifacts;
    private final StorageService storage;

    ModelOutcomeListener(
            ModelService models,
            ModelStore store,
            ModelVersionStore versions,
            DatasetService datasets,
            ArtifactService artifacts,
            StorageService storage) {
        this.models = models;
        this.store = store;
        this.datasets = datasets;
        this.versions = versions;
        this.artifacts = artifacts;
        this.storage = storage;
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
                store.findLocked(id).orElseThrow(() -> new IllegalArgumentException("the model of the job is gone"));
        if (trained.task() != model.task()) {
            throw new IllegalArgumentException("the result is not for the model's task");
        }
        storage.add(model.owner(), artifact.prefix(), bytes, Optional.empty());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        int version = store.mintVersion(id, now);
        versions.add(new ModelVersion(id, version, job.id(), now, artifact, trained, bytes));
        return JobResult.modelVersion(version, trained.metrics());
    }

    @Override
    public void ended(Job job) {}

    @Override
    public void resumed(Job job) {
        Caller owner = new Caller(job.owner(), Set.of(Role.USER));
        try {
            models.hold(owner, job.subject().model().orElseThrow());
            datasets.hold(owner, job.subject().dataset().orElseThrow());
        } catch (ProblemException e) {
            throw new ProblemException(
                    Failure.of(
                            ErrorCode.CONFLICT, "The model or the dataset of this training is gone; it cannot go on."),
                    e);
        }
    }
}
