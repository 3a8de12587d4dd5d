package dev.modelyard.trainer.run;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobSpec;
import java.util.Optional;

/**
 * Does one kind of job. Handlers are beans; the worker knows the kinds of those it has.
 *
 * @param <S> the specification it takes
 */
public interface JobHandler<S extends JobSpec> {
    Class<S> specification();

    /**
     * Does the job and returns when it is done; everything is written below the run's own prefix.
     *
     * @param resume a checkpoint to go on from
     * @throws JobFailedException if it cannot be done
     * @throws InterruptedRunException if it was interrupted
     */
    Result handle(S spec, Optional<CheckpointReference> resume, RunContext context);

    /**
     * What a job made.
     *
     * @param artifact complete in the store
     * @param summary a record of contracts, written as JSON into the Succeeded event
     */
    record Result(ArtifactReference artifact, Object summary) {}
}
