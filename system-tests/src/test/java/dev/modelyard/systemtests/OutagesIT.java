package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a training while what surrounds its worker is killed and started again. */
class OutagesIT {
    private static Installation installation;
    private static LongTraining training;

    @BeforeAll
    static void trainUndisturbed() {
        installation = Installation.crowded();
        training = LongTraining.of(installation);
    }

    @Test
    void theWorkerTrainsOnWithoutTheServiceThatSentItsJob() {
        requireTrainedOnWithout("api");
    }

    /** Each by itself; in the short form they are killed too, by StorageFaultsIT, by ServingFaultsIT, and with everything else below. */
    @ParameterizedTest
    @ValueSource(strings = {"kafka", "postgres"})
    @EnabledIfSystemProperty(named = "nightly", matches = ".*", disabledReason = "./modelyard test --nightly")
    void theWorkerTrainsOnWithoutWhatIsKilledAndNoTryIsLost(String process) {
        requireTrainedOnWithout(process);
    }

    private static void requireTrainedOnWithout(String process) {
        LongTraining.Begun begun = training.begin();

        installation.kill(process);

        JsonNode ended = training.requireSameEnd(begun, process + " was killed");
        assertThat(ended.path("attempt").asInt()).isEqualTo(1);
    }

    /** With the many tries that everybody has, of which few would be over before the store is back. */
    @Test
    @EnabledIfSystemProperty(named = "nightly", matches = ".*", disabledReason = "./modelyard test --nightly")
    void theStoreIsAwayUntilTheTrainingWasTriedAgain() throws IOException {
        Installation patient = Installation.shared();
        LongTraining undisturbed = LongTraining.of(patient);
        Caller caller = Caller.admin(patient);
        LongTraining.Begun begun = undisturbed.begin();
        Path store = patient.folder().store();
        Path elsewhere = store.resolveSibling("elsewhere");

        Files.move(store, elsewhere);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> caller.job(begun.job()).path("attempt").asInt() > 1);
        } finally {
            Files.move(elsewhere, store);
        }

        undisturbed.requireSameEnd(begun, "the store was away");
        assertThat(caller.log(patient, begun.job())).contains("goes on after epoch");
    }

    @Test
    void everythingIsKilledAtOnceAndTheTrainingGoesOnFromItsCheckpoint() {
        LongTraining.Begun begun = training.begin();

        installation.kill("worker-1", "worker-2", "worker-3", "api", "inference", "auth", "kafka", "postgres");

        JsonNode ended = training.requireSameEnd(begun, "everything was killed");
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(Caller.admin(installation).log(installation, begun.job())).contains("goes on after epoch");
        installation.ledger().requireSettled("everything was killed");
    }
}
