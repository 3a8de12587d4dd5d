package dev.modelyard.contracts.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import java.time.Instant;
import java.util.Optional;

/**
 * One hand-out of a job to whichever worker takes it first.
 *
 * @param number minted by PostgreSQL, rising over all jobs
 * @param devices how many GPUs the run may use; 0: processors only
 * @param resume the checkpoint to go on from; absent: from the start
 */
public record Dispatch(
        JobId job,
        long number,
        OwnerId owner,
        int attempt,
        int devices,
        JobSpec spec,
        Optional<CheckpointReference> resume,
        Instant at) {}
