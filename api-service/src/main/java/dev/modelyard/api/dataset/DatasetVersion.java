package dev.modelyard.api.dataset;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.JobSpec;
import java.time.Instant;

/**
 * One immutable version of a dataset.
 *
 * @param version counted from 1
 * @param job made it
 */
public record DatasetVersion(
        DatasetId dataset,
        int version,
        JobId job,
        Instant createdAt,
        ArtifactReference artifact,
        DatasetSummary summary) {

    /** This version as the input of a job. */
    public JobSpec.DatasetInput input() {
        return new JobSpec.DatasetInput(dataset, version, artifact);
    }
}
