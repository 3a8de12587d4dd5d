package dev.modelyard.api.model;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import java.time.Instant;

/**
 * One immutable version of a model.
 *
 * @param version counted from 1; the number of a deleted version is not given again
 * @param job trained it
 * @param bytes size of its files together
 */
public record ModelVersion(
        ModelId model,
        int version,
        JobId job,
        Instant createdAt,
        ArtifactReference artifact,
        ModelSummary summary,
        long bytes) {}
