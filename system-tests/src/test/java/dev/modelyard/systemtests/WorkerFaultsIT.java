package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.installation.RuntimeFile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a training whose worker dies or is stopped in the middle of it. */
class WorkerFaultsIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final Map<String, Object> PARAMETERS = Map.of("seed", 7, "max_epochs", 400);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static Caller caller;
    private static String dataset;
    private static JsonNode undisturbed;
    private static String weights;

    @BeforeAll
    static void trainUndisturbed() {
        caller = Caller.admin(Installation.shared());
        dataset = caller.dataset("tabular-classification");
        caller.importOf(dataset, "format=csv&split=0.5,0.25,0.25", "text/csv", ROWS);
        String model = caller.model("tabular-classification");
        undisturbed = caller.succeeded(caller.submitTraining(model, dataset, PARAMETERS), PATIENCE);
        weights = weights(model);
    }

    @Test
    void aKilledWorkersTrainingGoesOnElsewhereAndEndsAsIfNothingHadHappened() {
        String model = caller.model("tabular-classification");
        String job = caller.submitTraining(model, dataset, PARAMETERS);
        awaitEpoch(job, 60);
        String first = caller.client().get("/v1/jobs/" + job).path("run").asText();

        worker().destroyForcibly();

        await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode seen = caller.client().get("/v1/jobs/" + job);
            return seen.has("run") && !seen.path("run").asText().equals(first);
        });
        requireSameEnd(model, job, 2);
    }

    @Test
    void aStoppedWorkerHandsItsTrainingBackWithACheckpoint() {
        String model = caller.model("tabular-classification");
        String job = caller.submitTraining(model, dataset, PARAMETERS);
        awaitEpoch(job, 60);

        worker().destroy();

        requireSameEnd(model, job, 2);
        assertThat(log(job)).contains("goes on after epoch");
    }

    private static void requireSameEnd(String model, String job, int attempts) {
        JsonNode ended = caller.succeeded(job, PATIENCE);
        assertThat(ended.path("attempt").asInt()).isGreaterThanOrEqualTo(attempts);
        assertThat(ended.path("metrics")).isEqualTo(undisturbed.path("metrics"));
        assertThat(weights(model)).isEqualTo(weights);
        JsonNode figures = caller.client().get("/v1/jobs/" + job + "/metrics?limit=200");
        assertThat(figures.path("items")).hasSize(200);
    }

    private static void awaitEpoch(String job, int epoch) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> caller.client()
                                .get("/v1/jobs/" + job)
                                .path("progress")
                                .path("epoch")
                                .asInt()
                        >= epoch);
    }

    private static ProcessHandle worker() {
        return Optional.ofNullable(Installation.shared().runtime().pids().get("worker-1"))
                .flatMap(ProcessHandle::of)
                .orElseThrow();
    }

    private static String log(String job) {
        RuntimeFile.Admin admin = Installation.shared().runtime().admin();
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic(admin.secretId(), admin.secretKey())
                .get(Installation.shared().runtime().api() + "/v1/jobs/" + job + "/log")
                .asString();
    }

    /** The digest of the weights of a model's first version. */
    private static String weights(String model) {
        for (JsonNode file :
                caller.client().get("/v1/models/" + model + "/versions/1/files").path("items")) {
            if (file.path("path").asText().equals("weights.safetensors")) {
                return file.path("sha256").asText();
            }
        }
        throw new AssertionError("no weights");
    }
}
