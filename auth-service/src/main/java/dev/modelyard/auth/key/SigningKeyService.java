package dev.modelyard.auth.key;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The keys in use. They are read at the start, when the first is made, and looked at again every minute. */
@ApplicationScoped
public class SigningKeyService {
    private final SigningKeyStore store;
    private volatile List<SigningKey> keys = List.of();

    SigningKeyService(SigningKeyStore store) {
        this.store = store;
    }

    void start(@Observes StartupEvent event) {
        try {
            keys = QuarkusTransaction.requiringNew().call(this::loadOrMake);
        } catch (IllegalStateException e) {
            throw new ConfigurationException(
                    "The signing keys in the database cannot be opened: MODELYARD_PEPPER is not the one they were sealed"
                            + " with.",
                    e);
        }
    }

    @Scheduled(every = "1m", delayed = "1m", identity = "signing-keys")
    void reload() {
        keys = QuarkusTransaction.requiringNew().call(store::live);
    }

    /** The key that signs. */
    public SigningKey signing() {
        return keys.stream()
                .filter(key -> key.state() == KeyState.SIGNING)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no key signs"));
    }

    /** All keys whose tokens hold. */
    public List<SigningKey> published() {
        return keys;
    }

    /** The key of that id, if its tokens hold. */
    public Optional<SigningKey> find(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private List<SigningKey> loadOrMake() {
        store.lock();
        List<SigningKey> live = store.live();
        if (live.stream().anyMatch(key -> key.state() == KeyState.SIGNING)) {
            return live;
        }
        store.insert(UUID.randomUUID().toString(), generate(), Clock.systemUTC().instant());
        return store.live();
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
}
