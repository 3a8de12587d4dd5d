package dev.modelyard.trainer.benchmark;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.RunContext;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A run that only notes when each step was done. */
final class StepClock implements RunContext {
    private final RunId run = RunId.fresh();
    private final LongStream.Builder steps = LongStream.builder();
    private final int threads;

    StepClock(int threads) {
        this.threads = threads;
    }

    /** The median time from one step to the next, the first ones left out. */
    double medianMilliseconds(int warmUp) {
        long[] times = steps.build().toArray();
        double[] apart = IntStream.range(warmUp, times.length)
                .mapToDouble(i -> (times[i] - times[i - 1]) / 1e6)
                .sorted()
                .toArray();
        return apart[apart.length / 2];
    }

    @Override
    public void report(Progress progress) {
        if (progress.phase().equals("training")) {
            steps.add(System.nanoTime());
        }
    }

    @Override
    public RunId run() {
        return run;
    }

    @Override
    public void epochEnded(EpochMetrics metrics) {}

    @Override
    public void checkpointed(CheckpointReference checkpoint) {}

    @Override
    public void log(String line) {}

    @Override
    public Interruption interruption() {
        return Interruption.NONE;
    }

    @Override
    public Path scratch() {
        throw new UnsupportedOperationException("a benchmark writes no files");
    }

    @Override
    public ArtifactStore store() {
        throw new UnsupportedOperationException("a benchmark stores nothing");
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public long memoryBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public int devices() {
        return 0;
    }
}
