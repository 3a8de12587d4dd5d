package dev.modelyard.auth.key;

import dev.modelyard.auth.revocation.RevocationService;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The life of signing keys: known to everybody, then signing, then no longer signing until the last of its tokens has
 * expired, then retired. Any number of replicas; one at a time makes changes.
 */
@ApplicationScoped
public class KeyRotationService {
    private static final Logger LOG = Logger.getLogger(KeyRotationService.class);
    private static final int BEFORE_THE_KEYS_ARE_READ = 2900;
    /** How long a key is published after the last of its tokens, for replicas and callers whose clocks differ. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final SigningKeyStore store;
    private final SigningKeyService keys;
    private final RevocationService revocations;
    private final ProviderConfig config;
    private final Clock clock = Clock.systemUTC();

    KeyRotationService(
            SigningKeyStore store, SigningKeyService keys, RevocationService revocations, ProviderConfig config) {
        this.store = store;
        this.keys = keys;
        this.revocations = revocations;
        this.config = config;
    }

    void start(@Observes @Priority(BEFORE_THE_KEYS_ARE_READ) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            store.lock();
            if (in(KeyState.SIGNING).isEmpty()) {
                Instant now = now();
                store.setSigning(in(KeyState.NEXT).map(KeyLife::kid).orElseGet(() -> make(now)), now);
            }
        });
    }

    /** All keys there ever were, the newest first. */
    public List<KeyLife> list() {
        return QuarkusTransaction.requiringNew().call(store::lives);
    }

    @Scheduled(
            every = "10s",
            delayed = "10s",
            identity = "key-rotation",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    void advance() {
        try {
            advance(now());
        } catch (RuntimeException e) {
            LOG.warnf("the signing keys cannot be looked after (%s); trying on", e.getMessage());
        }
    }

    /** Does what is due at that time. */
    void advance(Instant now) {
        changing(() -> {
            in(KeyState.NEXT)
                    .filter(next -> isPast(Optional.of(next.createdAt()), config.keyAhead(), now))
                    .ifPresent(next -> promote(next, now));
            if (in(KeyState.NEXT).isEmpty() && isOld(signing(), now)) {
                make(now);
            }
            store.lives().stream()
                    .filter(key -> key.state() == KeyState.PUBLISHED)
                    .filter(key -> isPast(key.signingUntil(), config.tokenLife().plus(SLACK), now))
                    .forEach(key -> store.setRetired(key.kid(), now));
            return now;
        });
    }

    /** Makes a new key, or finds the one that was made already, which signs once it has been known for a while. */
    public KeyLife rotate() {
        return changing(() -> in(KeyState.NEXT).orElseGet(() -> {
            make(now());
            return in(KeyState.NEXT).orElseThrow();
        }));
    }

    /**
     * Retires a compromised key now, with all tokens it ever signed; if it is the one that signs, another signs at once.
     *
     * @throws ProblemException 404
     */
    public KeyLife retire(String kid) {
        return changing(() -> {
            KeyLife key = get(kid);
            if (key.state() != KeyState.RETIRED) {
                Instant now = now();
                store.setRetired(kid, now);
                if (key.state() == KeyState.SIGNING) {
                    store.setSigning(in(KeyState.NEXT).map(KeyLife::kid).orElseGet(() -> make(now)), now);
                }
                revocations.announce(new Revocation.OfSigningKey(kid, now));
                LOG.warnf("signing key %s is retired before its time; its tokens are dead", kid);
            }
            return get(kid);
        });
    }

    private <T> T changing(Supplier<T> change) {
        T result = QuarkusTransaction.requiringNew().call(() -> {
            store.lock();
            return change.get();
        });
        keys.reload();
        return result;
    }

    private void promote(KeyLife next, Instant now) {
        store.setPublished(signing().kid(), now);
        store.setSigning(next.kid(), now);
        LOG.infof("signing key %s signs from now on", next.kid());
    }

    private boolean isOld(KeyLife signing, Instant now) {
        Duration life = config.keyRotation();
        return life.isPositive() && isPast(signing.signingSince(), life.minus(config.keyAhead()), now);
    }

    private static boolean isPast(Optional<Instant> since, Duration time, Instant now) {
        return since.filter(at -> !at.plus(time).isAfter(now)).isPresent();
    }

    private KeyLife signing() {
        return in(KeyState.SIGNING).orElseThrow(() -> new IllegalStateException("no key signs"));
    }

    private Optional<KeyLife> in(KeyState state) {
        return store.lives().stream().filter(key -> key.state() == state).findFirst();
    }

    private KeyLife get(String kid) {
        return store.lives().stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("signing key"));
    }

    private String make(Instant now) {
        String kid = UUID.randomUUID().toString();
        store.insert(kid, generate(), now);
        return kid;
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
