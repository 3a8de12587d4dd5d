package dev.modelyard.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.auth.Infrastructure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class SigningKeyServiceIT {

    @Inject
    SigningKeyService keys;

    @Inject
    EntityManager database;

    @Test
    void aRestartFindsTheKeyOfTheFirstStart() {
        SigningKey before = keys.signing();

        keys.start(new StartupEvent());
        keys.reload();

        assertThat(keys.signing().kid()).isEqualTo(before.kid());
        assertThat(keys.signing().privateKey().getEncoded())
                .isEqualTo(before.privateKey().getEncoded());
        assertThat(keys.published()).hasSize(1);
    }

    @Test
    void thePrivateKeyIsNotInTheDatabaseInClear() {
        byte[] stored = QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("select sealedKey from SigningKeyEntity", byte[].class)
                        .getSingleResult());

        byte[] clear = keys.signing().privateKey().getEncoded();
        assertThat(HexFormat.of().formatHex(stored))
                .doesNotContain(HexFormat.of().formatHex(clear));
        assertThat(stored).hasSize(12 + clear.length + 16);
    }
}
