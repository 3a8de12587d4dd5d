package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers of a started model see of swaps and faults: they ask again and again, several at a time. */
class ServingFaultsIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Installation installation;
    private static Caller caller;
    private static String model;

    @BeforeAll
    static void trainTwoVersions() {
        installation = Installation.shared();
        caller = Caller.admin(installation);
        String dataset = caller.dataset("tabular-classification");
        caller.importOf(dataset, "format=csv&split=0.5,0.25,0.25", "text/csv", ROWS);
        model = caller.model("tabular-classification");
        for (int version = 1; version <= 2; version++) {
            caller.succeeded(caller.submitTraining(model, dataset, Map.of("max_epochs", 2)), PATIENCE);
        }
    }

    @BeforeEach
    void startTheFirst() {
        start(1);
        await("version 1").atMost(PATIENCE).ignoreExceptions().until(() -> version() == 1);
    }

    @Test
    void aSwapFailsNoRequest() throws Exception {
        Answers answers = new Answers(ServingFaultsIT::version);

        answers.during(() -> {
            start(2);
            answers.awaitVersion(2);
            start(1);
            await("version 1 again").atMost(PATIENCE).until(() -> version() == 1);
        });

        assertThat(answers.failures()).isEmpty();
        assertThat(answers.versions()).contains(1, 2).containsOnly(1, 2);
    }

    @Test
    void aBrokerThatIsStartedAgainFailsNoRequest() throws Exception {
        Answers answers = new Answers(ServingFaultsIT::version);

        answers.during(() -> {
            installation.kill("kafka");
            start(2);
            answers.awaitVersion(2);
        });

        assertThat(answers.failures()).isEmpty();
        assertThat(answers.versions()).contains(1, 2);
    }

    @Test
    void aReplicaThatIsKilledIsUnavailableAndThenAnswersAgain() throws Exception {
        Answers answers = new Answers(ServingFaultsIT::version);

        answers.during(() -> {
            installation.kill("inference");
            await("a refusal").atMost(PATIENCE).until(() -> !answers.failures().isEmpty());
            await("an answer")
                    .atMost(PATIENCE)
                    .ignoreException(ProblemException.class)
                    .until(() -> version() == 1);
        });

        assertThat(answers.failures()).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure).isInstanceOf(ProblemException.class);
            assertThat(((ProblemException) failure).status()).isEqualTo(503);
        });
        assertThat(answers.versions()).containsOnly(1);
    }

    /** For some seconds the replica that was killed still counts as alive, by its last heartbeat, at the address of its successor. */
    @Test
    void aSwapRightAfterAReplicaWasStartedAgainFailsNoRequest() throws Exception {
        installation.kill("inference");
        await("an answer")
                .atMost(PATIENCE)
                .ignoreException(ProblemException.class)
                .until(() -> version() == 1);
        Answers answers = new Answers(ServingFaultsIT::version);

        answers.during(() -> {
            start(2);
            answers.awaitVersion(2);
        });

        assertThat(answers.failures()).isEmpty();
        assertThat(answers.versions()).contains(1, 2).containsOnly(1, 2);
    }

    private static void start(int version) {
        caller.client().post("/v1/deployments", Map.of("model", model, "version", version));
    }

    private static int version() {
        JsonNode answer = caller.client()
                .post("/v1/models/" + model + "/predict", Map.of("inputs", List.of(List.of(1.5), List.of(8.5))));
        assertThat(answer.path("predictions")).hasSize(2).allSatisfy(prediction -> assertThat(
                        prediction.path("label").asText())
                .isIn("low", "high"));
        return answer.path("version").asInt();
    }
}
