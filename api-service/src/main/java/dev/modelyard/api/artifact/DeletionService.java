package dev.modelyard.api.artifact;

import dev.modelyard.api.background.BackgroundLoop;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.artifactstore.ArtifactStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Removes objects of the store once the transaction that lets go of them has committed. What is to go is written down in that
 * transaction; a crash, or a store that is away, only delays it.
 */
@ApplicationScoped
public class DeletionService {
    private static final Logger LOG = Logger.getLogger(DeletionService.class);

    private final PendingDeletionStore pending;
    private final ArtifactStore store;
    private final StorageService storage;
    private final ArtifactConfig config;
    private final Event<DeletionFilled> filled;
    private final BackgroundLoop loop;

    DeletionService(
            PendingDeletionStore pending,
            ArtifactStore store,
            StorageService storage,
            ArtifactConfig config,
            Event<DeletionFilled> filled) {
        this.pending = pending;
        this.store = store;
        this.storage = storage;
        this.config = config;
        this.filled = filled;
        this.loop = new BackgroundLoop("deletion", config.sweepEvery(), this::sweep);
    }

    /** Deletes an object, or everything below a prefix, after the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void delete(String prefix) {
        pending.add(prefix, Duration.ZERO);
        filled.fire(new DeletionFilled());
    }

    /**
     * For objects about to be written before the transaction that needs them: they are deleted after that time unless
     * {@link #keep} is called, so that a writer that dies leaves nothing behind. Committed at once.
     */
    @Transactional(TxType.REQUIRES_NEW)
    public void deleteUnlessKept(String prefix, Duration after) {
        pending.add(prefix, after);
    }

    /**
     * Keeps what {@link #deleteUnlessKept} would delete, if the caller's transaction commits.
     *
     * @return false if it is too late
     */
    @Transactional(TxType.MANDATORY)
    public boolean keep(String prefix) {
        return pending.cancel(prefix);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeletionFilled event) {
        loop.raise();
    }

    /** Deletes what is due; whatever fails comes again later. */
    private void sweep() {
        for (Optional<String> next = claim(); next.isPresent() && !loop.stopping(); next = claim()) {
            remove(next.get());
        }
    }

    private Optional<String> claim() {
        return QuarkusTransaction.requiringNew().call(() -> pending.claim(config.retryAfter()));
    }

    private void remove(String prefix) {
        try {
            store.deleteAll(prefix);
            store.delete(prefix);
            QuarkusTransaction.requiringNew().run(() -> {
                storage.removed(prefix);
                pending.remove(prefix);
            });
        } catch (IOException e) {
            LOG.warnf(e, "Could not delete %s; it is tried again later", prefix);
        }
    }
}
