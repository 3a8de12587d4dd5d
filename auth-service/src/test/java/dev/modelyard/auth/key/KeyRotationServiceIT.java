package dev.modelyard.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.auth.Infrastructure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class KeyRotationServiceIT {

    @Inject
    SigningKeyService keys;

    @Inject
    KeyRotationService rotation;

    @Inject
    SigningKeyStore store;

    @Inject
    ProviderConfig config;

    @Inject
    EntityManager database;

    @Test
    void aRestartFindsTheKeyThatSignedBefore() {
        SigningKey before = keys.signing();

        rotation.start(new StartupEvent());
        keys.start(new StartupEvent());

        assertThat(keys.signing().kid()).isEqualTo(before.kid());
        assertThat(keys.signing().privateKey().getEncoded())
                .isEqualTo(before.privateKey().getEncoded());
    }

    @Test
    void thePrivateKeyIsNotInTheDatabaseInClear() {
        SigningKey key = keys.signing();

        byte[] stored = sealed(key.kid());

        byte[] clear = key.privateKey().getEncoded();
        assertThat(HexFormat.of().formatHex(stored))
                .doesNotContain(HexFormat.of().formatHex(clear));
        assertThat(stored).hasSize(12 + clear.length + 16);
    }

    @Test
    void aNewKeyIsKnownBeforeItSignsAndTheOldOneHoldsUntilItsLastTokenHasExpired() {
        Rotations.letTheNextSign(rotation, config);
        String old = keys.signing().kid();
        Instant begin = life(old).signingSince().orElseThrow();
        Instant due = begin.plus(config.keyRotation()).minus(config.keyAhead());

        rotation.advance(due.minusSeconds(1));
        assertThat(known()).doesNotContain(KeyState.NEXT);

        rotation.advance(due);
        assertThat(known()).contains(KeyState.NEXT);
        assertThat(keys.signing().kid()).isEqualTo(old);

        Instant change = due.plus(config.keyAhead());
        rotation.advance(change);
        String fresh = keys.signing().kid();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(life(fresh).signingSince()).contains(change);
        assertThat(life(old).state()).isEqualTo(KeyState.PUBLISHED);
        assertThat(keys.find(old)).isPresent();

        rotation.advance(change.plus(config.tokenLife()));
        assertThat(keys.find(old)).isPresent();

        rotation.advance(change.plus(config.tokenLife()).plus(Duration.ofMinutes(1)));
        assertThat(keys.find(old)).isEmpty();
        assertThat(life(old).state()).isEqualTo(KeyState.RETIRED);
        assertThat(sealed(old)).isNull();
        assertThat(keys.signing().kid()).isEqualTo(fresh);
    }

    @Test
    void replicasThatRotateAtOnceMakeOneKey() throws Exception {
        Callable<String> rotate = () -> rotation.rotate().kid();

        List<String> made;
        try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
            made = replicas.invokeAll(Collections.nCopies(4, rotate)).stream()
                    .map(Future::resultNow)
                    .distinct()
                    .toList();
        }

        assertThat(made).hasSize(1);
        assertThat(known()).containsOnlyOnce(KeyState.NEXT);
    }

    @Test
    void keysOfAnotherReplicaAreKnownWithoutARestart() {
        SigningKeyService otherReplica = new SigningKeyService(store);
        otherReplica.start(new StartupEvent());
        assertThat(otherReplica.signing().kid()).isEqualTo(keys.signing().kid());

        rotation.retire(keys.signing().kid());
        otherReplica.reload();

        assertThat(otherReplica.signing().kid()).isEqualTo(keys.signing().kid());
        assertThat(otherReplica.published()).hasSameSizeAs(keys.published());
    }

    private List<KeyState> known() {
        return keys.published().stream().map(SigningKey::state).toList();
    }

    private KeyLife life(String kid) {
        return rotation.list().stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow();
    }

    private byte[] sealed(String kid) {
        return QuarkusTransaction.requiringNew().call(() -> database.find(SigningKeyEntity.class, kid).sealedKey);
    }
}
