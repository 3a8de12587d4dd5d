package dev.modelyard.trainer.algorithm;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.TrainingOutcome;
import java.nio.file.Path;

/**
 * The run of a training that follows another in the same job: its epochs and their steps are counted on from the first one's, so that
 * each epoch of the job has a number of its own. Steps of its progress are its own, as those of any phase.
 */
record FollowingRun(RunContext job, TrainingOutcome first) implements RunContext {
    private static final String STUDENT = "student: ";
    private static final String TRAINING = "training";
    private static final String SELF_TRAINING = "self-training";

    @Override
    public RunId run() {
        return job.run();
    }

    @Override
    public void report(Progress now) {
        job.report(new Progress(
                now.phase().equals(TRAINING) ? SELF_TRAINING : now.phase(),
                now.step(),
                now.steps(),
                now.epoch() + first.epochs(),
                now.epochs() + first.epochs(),
                now.etaSeconds(),
                now.samplesPerSecond()));
    }

    @Override
    public void epochEnded(EpochMetrics metrics) {
        job.epochEnded(metrics.after(first.epochs(), first.steps()));
    }

    @Override
    public void checkpointed(CheckpointReference checkpoint) {
        job.checkpointed(checkpoint);
    }

    @Override
    public void log(String line) {
        job.log(STUDENT + line);
    }

    @Override
    public Interruption interruption() {
        return job.interruption();
    }

    @Override
    public Path scratch() {
        return job.scratch();
    }

    @Override
    public ArtifactStore store() {
        return job.store();
    }

    @Override
    public int threads() {
        return job.threads();
    }

    @Override
    public long memoryBytes() {
        return job.memoryBytes();
    }

    @Override
    public int devices() {
        return job.devices();
    }
}
