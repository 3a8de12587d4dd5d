package dev.modelyard.trainer.algorithm;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A run that keeps what it is told, and is interrupted when its test says so. */
public final class RecordingContext implements RunContext {
    private final RunId run = RunId.fresh();
    private final ArtifactStore store;
    private final Path scratch;
    private final Function<RecordingContext, Interruption> interruptions;
    public final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    public final List<EpochMetrics> epochs = new ArrayList<>();
    public final List<String> log = Collections.synchronizedList(new ArrayList<>());
    public final List<CheckpointReference> checkpoints = Collections.synchronizedList(new ArrayList<>());
    public long memoryBytes = Long.MAX_VALUE;
    private int asked;

    public RecordingContext(ArtifactStore store, Path scratch) {
        this(store, scratch, _ -> Interruption.NONE);
    }

    /**
     * @param interruptions by what it was told so far
     */
    public RecordingContext(ArtifactStore store, Path scratch, Function<RecordingContext, Interruption> interruptions) {
        this.store = store;
        this.scratch = scratch;
        this.interruptions = interruptions;
    }

    @Override
    public RunId run() {
        return run;
    }

    @Override
    public void report(Progress now) {
        progress.add(now);
    }

    @Override
    public void epochEnded(EpochMetrics metrics) {
        epochs.add(metrics);
    }

    @Override
    public void checkpointed(CheckpointReference checkpoint) {
        checkpoints.add(checkpoint);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public Interruption interruption() {
        asked++;
        return interruptions.apply(this);
    }

    /** How often it was asked for an interruption, this time included. */
    public int asked() {
        return asked;
    }

    /** Steps of training that were reported. */
    public long steps() {
        return List.copyOf(progress).stream()
                .filter(now -> now.phase().endsWith("training"))
                .count();
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public ArtifactStore store() {
        return store;
    }

    @Override
    public int threads() {
        return 2;
    }

    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public int devices() {
        return 0;
    }
}
