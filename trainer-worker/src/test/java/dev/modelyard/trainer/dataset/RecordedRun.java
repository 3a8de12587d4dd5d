package dev.modelyard.trainer.dataset;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run in a folder of the test, which remembers what was said. */
final class RecordedRun implements RunContext {
    private final RunId run = RunId.fresh();
    private final ArtifactStore store;
    private final Path scratch;
    final List<Progress> progress = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    Interruption interruption = Interruption.NONE;

    RecordedRun(Path folder) throws IOException {
        this.store = new FolderStore(folder.resolve("store"));
        this.scratch = Files.createTempDirectory(folder, "scratch");
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
        throw new AssertionError("an import has no epochs");
    }

    @Override
    public void checkpointed(CheckpointReference checkpoint) {
        throw new AssertionError("an import has no checkpoints");
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public Interruption interruption() {
        return interruption;
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
        return Long.MAX_VALUE;
    }

    @Override
    public int devices() {
        return 0;
    }
}
