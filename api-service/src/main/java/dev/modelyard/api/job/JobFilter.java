package dev.modelyard.api.job;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which jobs a list holds; what is absent does not matter.
 *
 * @param since created at or after
 * @param until created before
 */
public record JobFilter(
        Optional<OwnerId> owner,
        Optional<String> kind,
        Optional<JobState> state,
        Optional<ModelId> model,
        Optional<DatasetId> dataset,
        Optional<Instant> since,
        Optional<Instant> until) {}
