package dev.modelyard.api.artifact;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads artifacts for callers. A path names a file only if the pinned manifest lists it, so none leads anywhere else.
 *
 * <p>Troubles of the store are a {@link ProblemException}: {@code storage_unavailable}, or {@code artifact_corrupt} where what is
 * stored is not what was pinned.
 */
@ApplicationScoped
public class ArtifactService {
    private static final Logger LOG = Logger.getLogger(ArtifactService.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final ArtifactStore store;
    private final Manifests manifests;

    ArtifactService(ArtifactStore store, ArtifactConfig config) {
        this.store = store;
        this.manifests = new Manifests(config.rememberedFiles());
    }

    /** What reads the store. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /** A page of the files, by path. */
    public Page<Manifest.Entry> files(ArtifactReference artifact, PageRequest page) {
        Optional<String> after = page.cursor().map(cursor -> cursor.text(0));
        List<Manifest.Entry> rows = reader(artifact).files().stream()
                .filter(entry -> after.isEmpty() || entry.path().compareTo(after.get()) > 0)
                .limit(page.fetch())
                .toList();
        return Page.of(rows, page, entry -> Cursor.of(entry.path()));
    }

    /** Opens a file for download; 404 if the artifact has none of that path. */
    public ArtifactFile open(ArtifactReference artifact, String path) {
        ArtifactReader reader = reader(artifact);
        Manifest.Entry entry = reader.find(path).orElseThrow(() -> ProblemException.notFound("file"));
        return reading(artifact, () -> new ArtifactFile(entry, reader.open(path)));
    }

    /** Whether the artifact has a file of that path. */
    public boolean has(ArtifactReference artifact, String path) {
        return reader(artifact).find(path).isPresent();
    }

    /** The size of a file that the artifact must have. */
    public long size(ArtifactReference artifact, String path) {
        return reader(artifact).find(path).map(Manifest.Entry::size).orElseThrow(() -> corrupt(artifact, null));
    }

    /**
     * The bytes of all files of an artifact that a job has just made.
     *
     * @throws IllegalArgumentException if it is not there, or is not the pinned one
     */
    public long requireComplete(ArtifactReference artifact) {
        try {
            return reader(artifact).files().stream()
                    .mapToLong(Manifest.Entry::size)
                    .sum();
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.ARTIFACT_CORRUPT) {
                throw new IllegalArgumentException("the artifact of the result is not the one that was pinned", e);
            }
            throw e;
        }
    }

    /** Reads from a byte of a file on. */
    public InputStream openAt(ArtifactReference artifact, String path, long offset) throws IOException {
        return store.open(artifact.prefix() + "/" + path, offset);
    }

    /** Does something with the store and translates its troubles. */
    public <T> T reading(ArtifactReference artifact, Reading<T> reading) {
        try {
            return reading.read();
        } catch (ArtifactCorruptException | NoSuchFileException e) {
            throw corrupt(artifact, e);
        } catch (IOException e) {
            LOG.errorf(e, "Cannot read %s", artifact.prefix());
            throw new ProblemException(
                    Failure.of(
                                    ErrorCode.STORAGE_UNAVAILABLE,
                                    "The artifact store does not answer; try again in a moment.")
                            .retryAfter(COME_BACK),
                    e);
        }
    }

    private ArtifactReader reader(ArtifactReference artifact) {
        return manifests
                .find(artifact)
                .orElseGet(() -> reading(artifact, () -> {
                    ArtifactReader reader = new ArtifactReader(store, artifact);
                    manifests.remember(reader);
                    return reader;
                }));
    }

    private static ProblemException corrupt(ArtifactReference artifact, @Nullable Exception cause) {
        LOG.errorf(cause, "The artifact %s is not what was pinned", artifact.prefix());
        return new ProblemException(ErrorCode.ARTIFACT_CORRUPT, "What is stored is not what was pinned.");
    }
}
