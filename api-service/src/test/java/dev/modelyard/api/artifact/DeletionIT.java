package dev.modelyard.api.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DeletionIT {
    private final String prefix = "runs/" + UUID.randomUUID();

    @Inject
    DeletionService deletions;

    @Inject
    ArtifactStore store;

    @BeforeEach
    void fill() throws IOException {
        store.put(prefix + "/a", new ByteArrayInputStream(new byte[1]));
        store.put(prefix + "/b/c", new ByteArrayInputStream(new byte[1]));
    }

    @Test
    void whatATransactionLetsGoOfIsDeletedOnceItHasCommitted() {
        QuarkusTransaction.requiringNew().run(() -> {
            deletions.delete(prefix);
            assertThat(list()).hasSize(2);
        });

        await(() -> list().isEmpty());
    }

    @Test
    void aSingleObjectIsDeletedAndItsNeighboursStay() {
        QuarkusTransaction.requiringNew().run(() -> deletions.delete(prefix + "/a"));

        await(() -> list().equals(List.of(prefix + "/b/c")));
    }

    @Test
    void aTransactionThatFailsLetsGoOfNothing() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    deletions.delete(prefix);
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        String later = "runs/" + UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> deletions.delete(later));

        assertThat(list()).hasSize(2);
    }

    @Test
    void whatAWriterThatDiedLeftBehindIsDeletedInTime() {
        deletions.deleteUnlessKept(prefix, Duration.ofMillis(1));

        await(() -> list().isEmpty());
    }

    @Test
    void whatIsKeptInTimeStays() {
        deletions.deleteUnlessKept(prefix, Duration.ofHours(1));

        boolean kept = QuarkusTransaction.requiringNew().call(() -> deletions.keep(prefix));

        assertThat(kept).isTrue();
        assertThat(QuarkusTransaction.requiringNew().<Boolean>call(() -> deletions.keep(prefix)))
                .isFalse();
        assertThat(list()).hasSize(2);
    }

    private List<String> list() {
        try {
            return store.list(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
