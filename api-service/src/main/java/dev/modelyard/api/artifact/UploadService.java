package dev.modelyard.api.artifact;

import dev.modelyard.api.storage.ReservingInputStream;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStore.StoredObject;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Takes content of callers into the store: in pieces, never held, and counted to what its owner may have there while it comes. What is not
 * kept in time is deleted, so a process that dies leaves nothing behind.
 */
@ApplicationScoped
public class UploadService {
    private static final Logger LOG = Logger.getLogger(UploadService.class);

    private final ArtifactStore store;
    private final DeletionService deletions;
    private final StorageService storage;

    UploadService(ArtifactStore store, DeletionService deletions, StorageService storage) {
        this.store = store;
        this.deletions = deletions;
        this.storage = storage;
    }

    /**
     * Stores content under a key that nothing lies under yet.
     *
     * @param announced how long it is at least, 0 if that is not known
     * @param unfinished it is deleted after this time unless {@link #keep} is called
     * @throws ProblemException 413 {@code quota_exceeded} if the owner may not have as much; 503 if it broke off or could not be stored;
     *     what the content's stream throws
     */
    public StoredObject receive(OwnerId owner, String key, InputStream content, long announced, Duration unfinished) {
        deletions.deleteUnlessKept(key, unfinished);
        boolean received = false;
        try {
            StoredObject stored = store.put(key, new ReservingInputStream(content, storage, owner, key, announced));
            received = true;
            return stored;
        } catch (IOException e) {
            LOG.warnf("An upload was not stored as %s: %s", key, e);
            LOG.debugf(e, "%s", key);
            throw new ProblemException(
                    Failure.of(ErrorCode.STORAGE_UNAVAILABLE, "The upload broke off or could not be stored."), e);
        } finally {
            if (!received) {
                discard(key);
            }
        }
    }

    /**
     * Keeps what was received, if the caller's transaction commits; from then on whoever keeps it deletes it.
     *
     * @throws ProblemException 504 if it is too late
     */
    @Transactional(TxType.MANDATORY)
    public void keep(OwnerId owner, String key, long bytes) {
        if (!deletions.keep(key)) {
            throw new ProblemException(ErrorCode.DEADLINE_EXCEEDED, "The upload took too long.");
        }
        storage.settle(owner, key, bytes);
    }

    /** Deletes what was received and is not kept. */
    public void discard(String key) {
        QuarkusTransaction.requiringNew().run(() -> deletions.delete(key));
    }

    /**
     * Reads what is kept.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there any more
     */
    public InputStream open(String key) throws IOException {
        return store.open(key);
    }
}
