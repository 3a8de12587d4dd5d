package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a training whose worker dies or is stopped in the middle of it. */
class WorkerFaultsIT {
    private static Installation installation;
    private static Caller caller;
    private static LongTraining training;

    @BeforeAll
    static void trainUndisturbed() {
        installation = Installation.crowded();
        caller = Caller.admin(installation);
        training = LongTraining.of(installation);
    }

    @Test
    void aKilledWorkersTrainingGoesOnElsewhereAndEndsAsIfNothingHadHappened() {
        LongTraining.Begun begun = training.begin();
        String first = caller.job(begun.job()).path("run").asText();

        installation.kill(
                installation.processOf(caller.job(begun.job()).path("worker").asText()));

        await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode seen = caller.job(begun.job());
            return seen.has("run") && !Objects.equals(seen.path("run").asText(), first);
        });
        JsonNode ended = training.requireSameEnd(begun, "the worker was killed");
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(caller.log(installation, begun.job())).contains("goes on after epoch");
    }

    @Test
    void aStoppedWorkerHandsItsTrainingBackWithACheckpoint() {
        LongTraining.Begun begun = training.begin();

        installation.signal(
                "TERM",
                installation.processOf(caller.job(begun.job()).path("worker").asText()));

        JsonNode ended = training.requireSameEnd(begun, "the worker was stopped");
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(caller.log(installation, begun.job())).contains("goes on after epoch");
    }
}
