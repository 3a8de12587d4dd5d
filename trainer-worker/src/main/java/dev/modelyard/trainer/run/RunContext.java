package dev.modelyard.trainer.run;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import java.nio.file.Path;

/** What a job handler may ask and say while it runs. Safe for use by several threads of one run. */
public interface RunContext {
    RunId run();

    /** Says how far the run is. May be called each step: only some of it is published. */
    void report(Progress progress);

    /** Says the figures of an epoch that has just ended; every one is published. */
    void epochEnded(EpochMetrics metrics);

    /** Says that a checkpoint is complete in the store. */
    void checkpointed(CheckpointReference checkpoint);

    /** Adds a line to the job's log. No secrets, no data. */
    void log(String line);

    /** Whether the run must end, and why. Cheap: ask it every step. */
    Interruption interruption();

    /**
     * Ends the run if it must end.
     *
     * @throws InterruptedRunException if {@link #interruption()} is not {@code NONE}
     */
    default void checkInterruption() {
        Interruption now = interruption();
        if (now != Interruption.NONE) {
            throw new InterruptedRunException(now);
        }
    }

    /** A private, empty folder on a local disk, removed after the run. */
    Path scratch();

    ArtifactStore store();

    /** Processor threads this run may keep busy. */
    int threads();

    /** Memory this run may use, in bytes. */
    long memoryBytes();

    /** GPUs this run may use; 0: processors only. */
    int devices();
}
