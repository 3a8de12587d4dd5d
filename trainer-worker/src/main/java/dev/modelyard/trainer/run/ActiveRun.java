package dev.modelyard.trainer.run;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run in a slot. What it says is gathered here and published by a ticker, so that a step costs no message. */
final class ActiveRun implements RunContext {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

    private final RunKey key;
    private final Lane lane;
    private final ArtifactStore store;
    private final Path scratch;
    private final RunLog log;
    private final int threads;
    private final long memoryBytes;
    private final int devices;
    private final Consumer<JobEvent> events;
    private volatile Interruption interruption = Interruption.NONE;
    private volatile Progress progress = Progress.begun("starting", 0);
    private @Nullable Progress published;
    private Instant publishedAt = Instant.EPOCH;

    ActiveRun(
            RunKey key,
            Lane lane,
            ArtifactStore store,
            Path scratch,
            RunLog log,
            int threads,
            long memoryBytes,
            int devices,
            Consumer<JobEvent> events) {
        this.key = key;
        this.lane = lane;
        this.store = store;
        this.scratch = scratch;
        this.log = log;
        this.threads = threads;
        this.memoryBytes = memoryBytes;
        this.devices = devices;
        this.events = events;
    }

    RunKey key() {
        return key;
    }

    Lane lane() {
        return lane;
    }

    RunLog runLog() {
        return log;
    }

    /** Asks the run to end. Losing outranks stopping, stopping outranks handing back. */
    synchronized void interrupt(Interruption asked) {
        if (rank(asked) > rank(interruption)) {
            interruption = asked;
        }
    }

    private static int rank(Interruption interruption) {
        return switch (interruption) {
            case NONE -> 0;
            case YIELD -> 1;
            case STOP -> 2;
            case SUPERSEDED -> 3;
        };
    }

    /** Publishes the newest progress if it changed or nothing was said for 3 seconds. */
    synchronized void tick() {
        Progress now = progress;
        Instant at = Instant.now();
        if (!now.equals(published) || Duration.between(publishedAt, at).compareTo(LONGEST_SILENCE) >= 0) {
            publish(now, Optional.empty(), at);
        }
    }

    @Override
    public synchronized void epochEnded(EpochMetrics metrics) {
        publish(progress, Optional.of(metrics), Instant.now());
    }

    private void publish(Progress now, Optional<EpochMetrics> epoch, Instant at) {
        published = now;
        publishedAt = at;
        events.accept(new JobEvent.Progressed(key, at, now, epoch));
    }

    @Override
    public RunId run() {
        return key.run();
    }

    @Override
    public void report(Progress now) {
        progress = now;
    }

    @Override
    public void checkpointed(CheckpointReference checkpoint) {
        events.accept(new JobEvent.Checkpointed(key, Instant.now(), checkpoint));
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
        return threads;
    }

    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public int devices() {
        return devices;
    }
}
