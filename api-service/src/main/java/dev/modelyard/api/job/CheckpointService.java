package dev.modelyard.api.job;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Which checkpoints of a job are kept, and that the others leave the store. In its callers' transactions. */
@ApplicationScoped
class CheckpointService {
    private static final int USUALLY_KEPT = 3;

    private final RunStore runs;
    private final DeletionService deletions;

    CheckpointService(RunStore runs, DeletionService deletions) {
        this.runs = runs;
        this.deletions = deletions;
    }

    /** A run of the job has a new one; the furthest are kept, as many as the job asked for. */
    void made(Job job, RunKey run, CheckpointReference checkpoint, Instant at) {
        runs.checkpoint(run, checkpoint, at);
        runs.forgetCheckpoints(job.id(), kept(job)).forEach(deletions::delete);
    }

    /** The job has its result: nothing will go on from any. */
    void forgetAll(JobId job) {
        runs.forgetCheckpoints(job, 0).forEach(deletions::delete);
    }

    private static int kept(Job job) {
        return job.spec() instanceof JobSpec.Train train
                ? train.parameters().keepCheckpoints().orElse(USUALLY_KEPT)
                : USUALLY_KEPT;
    }
}
