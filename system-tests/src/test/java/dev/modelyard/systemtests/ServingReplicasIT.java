package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.PlatformClient;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two inference replicas that share models out, one of them with memory for few of them. */
class ServingReplicasIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final int MODELS = 6;
    /** A model of this kind takes more than one; so there is room for three. */
    private static final String LITTLE_MEMORY = "4M";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Installation installation;
    private static Caller caller;
    private static final List<String> models = new ArrayList<>();

    private static @Nullable SecondReplica running;

    private SecondReplica second;

    @BeforeAll
    static void train() {
        installation = Installation.shared();
        caller = Caller.admin(installation);
        String dataset = caller.dataset("tabular-classification");
        caller.importOf(dataset, "format=csv&split=0.5,0.25,0.25", "text/csv", ROWS);
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            String model = caller.model("tabular-classification");
            models.add(model);
            jobs.add(caller.submitTraining(model, dataset, Map.of("max_epochs", 1)));
        }
        jobs.forEach(job -> caller.succeeded(job, PATIENCE));
    }

    @BeforeEach
    void start() {
        installation.awaitServices();
        if (running == null || !running.isAlive()) {
            running =
                    SecondReplica.start(installation, "inference", Map.of("MODELYARD_RESIDENCY_MEMORY", LITTLE_MEMORY));
        }
        second = running;
    }

    @AfterAll
    static void end() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void aModelIsHeldByAsManyReplicasAsItShallBe() {
        for (int replicas = 2; replicas >= 1; replicas--) {
            int wanted = replicas;
            startAll(wanted);
            await("%d of them".formatted(wanted)).atMost(PATIENCE).untilAsserted(() -> assertThat(models)
                    .allSatisfy(model -> assertThat(held(model)).isEqualTo(wanted)));
        }
    }

    @Test
    void aReplicaThatIsKilledBesideAnotherFailsNoRequest() throws Exception {
        startAll(1);
        String model = models.getFirst();
        await("one of them").atMost(PATIENCE).until(() -> held(model) == 1);
        boolean onSecond = holds(second.address(), model);
        Answers answers = new Answers(() -> version(caller.client(), model));

        answers.during(() -> {
            if (onSecond) {
                second.kill();
            } else {
                installation.kill("inference");
            }
            answers.more(200);
            // Whoever holds it now, or loads it.
            await("an answer").atMost(PATIENCE).until(() -> version(caller.client(), model) == 1);
        });

        assertThat(answers.failures()).isEmpty();
    }

    @Test
    void modelsThatMakeRoomForEachOtherFailNoRequest() throws Exception {
        startAll(2);
        await("all of them").atMost(PATIENCE).until(() -> models.stream()
                .allMatch(model -> holds(second.address(), model)));
        AtomicInteger turn = new AtomicInteger();
        Answers answers = new Answers(() -> version(second.client(), models.get(turn.getAndIncrement() % MODELS)));

        answers.during(() -> answers.more(300));

        assertThat(answers.failures()).isEmpty();
        assertThat(evictions()).isGreaterThan(MODELS);
    }

    private static void startAll(int replicas) {
        for (String model : models) {
            caller.client().post("/v1/deployments", Map.of("model", model, "replicas", replicas));
        }
    }

    /** How many of the two answer for a model themselves. */
    private long held(String model) {
        return List.of(first(), second.address()).stream()
                .filter(replica -> holds(replica, model))
                .count();
    }

    private static String first() {
        return installation.runtime().inference();
    }

    /** A request that has made a hop is not passed on. */
    private static boolean holds(String replica, String model) {
        return RestAssured.given()
                        .auth()
                        .oauth2(caller.client().token())
                        .header("Modelyard-Forwarded", "1")
                        .get(replica + "/v2/models/" + model + "/ready")
                        .statusCode()
                == 200;
    }

    private double evictions() {
        return RestAssured.get(second.address() + "/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("modelyard_model_evictions_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static int version(PlatformClient client, String model) {
        JsonNode answer = client.post("/v1/models/" + model + "/predict", Map.of("inputs", List.of(List.of(1.5))));
        assertThat(answer.path("predictions").path(0).path("label").asText()).isIn("low", "high");
        return answer.path("version").asInt();
    }
}
