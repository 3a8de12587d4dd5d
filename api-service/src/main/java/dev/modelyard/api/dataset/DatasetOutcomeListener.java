package dev.modelyard.api.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobOutcomeListener;
import dev.modelyard.api.job.JobResult;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Makes a dataset version of the result of an import or split, and lets go of the upload once its job has ended. */
@ApplicationScoped
class DatasetOutcomeListener implements JobOutcomeListener {
    private final DatasetStore datasets;
    private final DatasetVersionStore versions;
    private final ArtifactService artifacts;
    private final DeletionService deletions;
    private final StorageService storage;

    DatasetOutcomeListener(
            DatasetStore datasets,
            DatasetVersionStore versions,
            ArtifactService artifacts,
            DeletionService deletions,
            StorageService storage) {
        this.datasets = datasets;
        this.versions = versions;
        this.artifacts = artifacts;
        this.deletions = deletions;
        this.storage = storage;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("import", "split");
    }

    @Override
    public JobResult succeeded(Job job, ArtifactReference artifact, JsonNode summary) {
        DatasetId id = dataset(job.spec());
        DatasetSummary content = Json.read(summary.toString(), DatasetSummary.class);
        long bytes = artifacts.requireComplete(artifact);
        Dataset dataset = datasets.findLocked(id)
                .orElseThrow(() -> new IllegalArgumentException("the dataset of the job is gone"));
        if (content.task() != dataset.task()) {
            throw new IllegalArgumentException("the result is not for the dataset's task");
        }
        storage.add(dataset.owner(), artifact.prefix(), bytes, datasets.uploadOf(job.id()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        int version = datasets.mintVersion(id, now);
        versions.add(new DatasetVersion(id, version, job.id(), now, artifact, content));
        return JobResult.datasetVersion(version);
    }

    @Override
    public void ended(Job job) {
        datasets.end(job.id()).ifPresent(deletions::delete);
    }

    @Override
    public void resumed(Job job) {
        throw new ProblemException(
                ErrorCode.CONFLICT, "A job of kind " + job.spec().kind() + " cannot go on; submit it again.");
    }

    private static DatasetId dataset(JobSpec spec) {
        return switch (spec) {
            case JobSpec.ImportDataset ofImport -> ofImport.dataset();
            case JobSpec.SplitDataset ofSplit -> ofSplit.dataset().dataset();
            case JobSpec.Train _, JobSpec.Unknown _ ->
                throw new IllegalArgumentException("a job of kind " + spec.kind() + " makes no dataset version");
        };
    }
}
