package dev.modelyard.auth.key;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The keys in use. They are read at the start and looked at again every second: a key that another replica has retired must
 * not sign, nor its tokens hold, for longer.
 */
@ApplicationScoped
public class SigningKeyService {
    private static final Logger LOG = Logger.getLogger(SigningKeyService.class);
    private static final int AFTER_THE_FIRST_WAS_MADE = 3000;

    private final SigningKeyStore store;
    private volatile List<SigningKey> keys = List.of();
    private volatile boolean complained;

    SigningKeyService(SigningKeyStore store) {
        this.store = store;
    }

    void start(@Observes @Priority(AFTER_THE_FIRST_WAS_MADE) StartupEvent event) {
        try {
            keys = QuarkusTransaction.requiringNew().call(() -> store.live(List.of()));
        } catch (IllegalStateException e) {
            throw new ConfigurationException(
                    "The signing keys in the database cannot be opened: MODELYARD_PEPPER is not the one they were sealed"
                            + " with.",
                    e);
        }
    }

    /** Reads the keys again; while the database is away, those known stay in use. */
    @Scheduled(every = "1s", delayed = "1s", identity = "signing-keys", concurrentExecution = ConcurrentExecution.SKIP)
    public void reload() {
        try {
            keys = QuarkusTransaction.requiringNew().call(() -> store.live(keys));
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                LOG.warnf("the signing keys cannot be read (%s); those known stay in use", e.getMessage());
                complained = true;
            }
        }
    }

    /** The key that signs. */
    public SigningKey signing() {
        return keys.stream()
                .filter(key -> key.state() == KeyState.SIGNING)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no key signs"));
    }

    /** All keys whose tokens hold, or will. */
    public List<SigningKey> published() {
        return keys;
    }

    /** The key of that id, if its tokens hold. */
    public Optional<SigningKey> find(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
