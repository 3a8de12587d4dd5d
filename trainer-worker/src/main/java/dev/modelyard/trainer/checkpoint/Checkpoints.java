package dev.modelyard.trainer.checkpoint;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the states of one run. A state is written to the run's own disk at once, between two steps, and from there to the store
 * while the training goes on; the next is not begun before that is done. What cannot be kept is said in the log and harms no
 * training. Where one training follows another, the states of the later hold the end of the earlier too, and are told with its epochs
 * and steps counted in. For one thread.
 */
public final class Checkpoints implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);
    private static final String STATE = "training.json";
    private static final String BEFORE = "before/";

    private final RunContext context;
    private final CheckpointPolicy policy;
    private final ExecutorService uploads = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("checkpoint").daemon().factory());
    private long keptAt = System.nanoTime();
    private int number;
    private @Nullable Future<Optional<CheckpointReference>> uploading;
    private Optional<Kept> before = Optional.empty();

    /** Writes the tensors of a state as files of a folder. */
    @FunctionalInterface
    public interface Tensors {
        void write(Path folder) throws IOException;
    }

    /**
     * A state that was kept.
     *
     * @param folder with its tensors, which may be the store's own
     * @param before the end of the training that this one followed
     */
    public record Kept(TrainingState state, Path folder, Optional<Kept> before) {}

    public Checkpoints(RunContext context, CheckpointPolicy policy) {
        this.context = context;
        this.policy = policy;
    }

    /**
     * Fetches a checkpoint.
     *
     * @throws dev.modelyard.artifactstore.ArtifactCorruptException if it is not what its reference says
     * @throws java.nio.file.NoSuchFileException if it is gone
     */
    public static Kept open(RunContext context, CheckpointReference reference) throws IOException {
        ArtifactReader reader = new ArtifactReader(context.store(), reference.artifact());
        Path scratch = Files.createTempDirectory(context.scratch(), "resume");
        for (Manifest.Entry file : reader.files()) {
            reader.fetch(file.path(), scratch);
        }
        Kept kept = read(reader, "", scratch);
        boolean followed = reader.files().stream().anyMatch(file -> file.path().equals(BEFORE + STATE));
        return followed ? new Kept(kept.state(), kept.folder(), Optional.of(read(reader, BEFORE, scratch))) : kept;
    }

    /** All files lie side by side: in the scratch folder, or in the store where that is a folder itself. */
    private static Kept read(ArtifactReader reader, String prefix, Path scratch) throws IOException {
        Path state = reader.fetch(prefix + STATE, scratch);
        return new Kept(
                Json.read(Files.readAllBytes(state), TrainingState.class),
                Objects.requireNonNull(state.getParent()),
                Optional.empty());
    }

    /** Whether a state should be kept now. */
    public boolean isDue(boolean epochEnded) {
        return (uploading == null || uploading.isDone())
                && policy.isDue(Duration.ofNanos(System.nanoTime() - keptAt), epochEnded);
    }

    /** Keeps a state; returns when it is on this machine's disk. */
    public void keep(TrainingState state, Tensors tensors) {
        keptAt = System.nanoTime();
        int checkpoint = ++number;
        try {
            Path folder = write(state, tensors);
            uploading = uploads.submit(() -> upload(state, folder, checkpoint));
        } catch (IOException e) {
            lost(e);
        }
    }

    /** Keeps a state and waits for the store; empty if it could not be kept. */
    public Optional<CheckpointReference> keepNow(TrainingState state, Tensors tensors) {
        awaitUpload();
        keep(state, tensors);
        return awaitUpload();
    }

    /** A training has ended in that state, and another may follow it; what is kept from now on is that one's. */
    public void ended(TrainingState state, Tensors tensors) {
        awaitUpload();
        try {
            before = Optional.of(new Kept(state, write(state, tensors), Optional.empty()));
        } catch (IOException e) {
            lost(e);
        }
    }

    private Optional<CheckpointReference> awaitUpload() {
        Future<Optional<CheckpointReference>> last = uploading;
        uploading = null;
        if (last == null) {
            return Optional.empty();
        }
        try {
            return last.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a checkpoint could not be kept", e.getCause());
        }
    }

    private Path write(TrainingState state, Tensors tensors) throws IOException {
        Path folder = Files.createTempDirectory(context.scratch(), "checkpoint");
        try {
            tensors.write(folder);
            Files.write(folder.resolve(STATE), Json.writeBytes(state));
            return folder;
        } catch (IOException e) {
            remove(folder);
            throw e;
        }
    }

    private Optional<CheckpointReference> upload(TrainingState state, Path folder, int checkpoint) throws IOException {
        try {
            ArtifactWriter writer =
                    new ArtifactWriter(context.store(), StoreLayout.checkpoint(context.run(), checkpoint));
            add(writer, "", folder);
            if (before.isPresent()) {
                add(writer, BEFORE, before.get().folder());
            }
            ArtifactReference artifact = writer.complete();
            CheckpointReference reference = new CheckpointReference(
                    state.epoch() + before.map(kept -> kept.state().epoch()).orElse(0),
                    state.step() + before.map(kept -> kept.state().step()).orElse(0L),
                    artifact);
            context.checkpointed(reference);
            return Optional.of(reference);
        } catch (IOException e) {
            lost(e);
            return Optional.empty();
        } finally {
            remove(folder);
        }
    }

    private static void add(ArtifactWriter writer, String prefix, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                writer.add(prefix + file.getFileName(), file);
            }
        }
    }

    private void lost(IOException reason) {
        LOG.warnf(reason, "a checkpoint of %s could not be kept", context.run());
        context.log("a checkpoint could not be kept; the training goes on");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Waits until the last state is kept. */
    @Override
    public void close() {
        awaitUpload();
        uploads.shutdown();
    }
}
