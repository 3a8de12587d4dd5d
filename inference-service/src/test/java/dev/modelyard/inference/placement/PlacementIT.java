package dev.modelyard.inference.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that are shared out with another replica. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestProfile(PlacementIT.Impatient.class)
class PlacementIT extends ServiceTest {
    private static final String ROW = "{\"inputs\": [[1, 2, 3, 4]]}";

    @Inject
    Replica self;

    private Neighbour neighbour;

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("modelyard.replica.timeout", "2s");
        }
    }

    @BeforeEach
    void moveIn() throws IOException {
        neighbour = new Neighbour(topic);
    }

    @AfterEach
    void moveOut() {
        neighbour.close();
    }

    @Test
    void passesACallOnToTheReplicaThatServesItsModelAndLoadsNothing() throws IOException {
        SampleModel model = elsewhere();
        neighbour.hold(model.id(), 1);
        topic.desire(model.desired(1, true));

        await().untilAsserted(() -> predict(model, ROW).statusCode(200).body("neighbour", equalTo(true)));
        assertThat(neighbour.calls()).isNotEmpty().allSatisfy(call -> {
            assertThat(call.path())
                    .isEqualTo("/v1/models/%s/predict".formatted(model.id().value()));
            assertThat(call.hop()).isEqualTo("1");
            assertThat(call.authorization()).startsWith("Bearer ");
            assertThat(call.body()).isEqualTo(ROW);
        });
        assertThat(reports.of(model.id())).isEmpty();
        RestAssured.given()
                .auth()
                .oauth2(Tokens.of(model.owner()))
                .get("/v2/models/{id}", model.id().value())
                .then()
                .statusCode(200)
                .body("neighbour", equalTo(true));
    }

    @Test
    void aCallWhoseCallerHasHungUpIsGivenUpAtTheOtherReplicaToo() throws IOException {
        SampleModel model = elsewhere();
        neighbour.hold(model.id(), 1);
        topic.desire(model.desired(1, true));
        await().untilAsserted(() -> predict(model, ROW).statusCode(200).body("neighbour", equalTo(true)));
        neighbour.answerWithoutEnd();
        int before = neighbour.calls().size();

        try (Socket caller = sent(model, ROW)) {
            await().until(() -> neighbour.calls().size() > before);
            assertThat(caller.isConnected()).isTrue();
            assertThat(neighbour.givenUp()).isZero();
        }

        await().until(() -> neighbour.givenUp() == 1);
        assertThat(neighbour.calls()).hasSize(before + 1);
    }

    @Test
    void makesOneHopOnly() throws IOException {
        SampleModel model = elsewhere();
        neighbour.hold(model.id(), 1);
        topic.desire(model.desired(1, true));
        await().untilAsserted(() -> predict(model, ROW).statusCode(200));

        RestAssured.given()
                .auth()
                .oauth2(Tokens.of(model.owner()))
                .header("Modelyard-Forwarded", "1")
                .contentType(ContentType.JSON)
                .body(ROW)
                .post("/v1/models/{id}/predict", model.id().value())
                .then()
                .statusCode(503);
        assertThat(reports.of(model.id())).isEmpty();
    }

    @Test
    void stepsInForAReplicaThatCannotBeReachedUntilThatServes() throws IOException {
        SampleModel model = elsewhere();
        neighbour.closeDoor();
        topic.desire(model.desired(1, true));

        await().untilAsserted(() -> predict(model, ROW).statusCode(200).body("version", equalTo(1)));
        await().untilAsserted(() ->
                assertThat(reports.heartbeat(self.id()).orElseThrow().loaded()).containsEntry(model.id(), 1L));

        neighbour.hold(model.id(), 1);
        awaitReport(DeploymentEvent.Unloaded.class, model.id(), 1);
    }

    /** What steps in is let go whenever a heartbeat says that others serve the model; calls that meet this are answered all the same. */
    @Test
    void failsNoCallWhileAReplicaSaysThatItServesAModelAndDoesNot() throws Exception {
        SampleModel model = elsewhere();
        neighbour.denyWhatItHolds();
        neighbour.hold(model.id(), 1);
        topic.desire(model.desired(1, true));
        await().untilAsserted(() -> predict(model, ROW).statusCode(200));
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (int caller = 0; caller < 4; caller++) {
                callers.execute(() -> {
                    for (int call = 0; call < 50; call++) {
                        statuses.add(predict(model, ROW).extract().statusCode());
                    }
                });
            }
        }

        assertThat(statuses).hasSize(200).containsOnly(200);
        await("that it was let go now and then")
                .until(() -> reports.of(model.id()).stream().anyMatch(DeploymentEvent.Unloaded.class::isInstance));
    }

    @Test
    void takesOverFromAReplicaThatFallsSilent() throws IOException {
        SampleModel model = elsewhere();
        neighbour.hold(model.id(), 1);
        topic.desire(model.desired(1, true));
        await().untilAsserted(() -> predict(model, ROW).statusCode(200).body("neighbour", equalTo(true)));

        neighbour.fallSilent();

        awaitReady(model.id(), 1);
        predict(model, ROW).statusCode(200).body("version", equalTo(1));
    }

    @Test
    void handsAModelOverOnlyOnceTheOtherServesIt() throws IOException {
        SampleModel model = elsewhere();
        neighbour.pause();
        topic.desire(model.desired(1, true));
        awaitReady(model.id(), 1);

        neighbour.resume();
        predict(model, ROW).statusCode(200).body("version", equalTo(1));
        neighbour.hold(model.id(), 1);

        awaitReport(DeploymentEvent.Unloaded.class, model.id(), 1);
        predict(model, ROW).statusCode(200).body("neighbour", equalTo(true));
    }

    /** A stored model that the neighbour shall serve. */
    private SampleModel elsewhere() throws IOException {
        Predicate<SampleModel> isTheirs = model -> Rendezvous.rank(model.id(), List.of(self.id(), neighbour.id()))
                .getFirst()
                .equals(neighbour.id());
        int seed = 30;
        SampleModel model = SampleModel.iris(seed);
        while (!isTheirs.test(model)) {
            model = SampleModel.iris(++seed);
        }
        return model.storeIn(store);
    }
}
