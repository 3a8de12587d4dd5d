package dev.modelyard.api.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeReplica;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.embedded.SharedInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Predictions on their way to replicas that the test plays. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class PredictionIT {
    private static final String INPUTS = "{\"inputs\":[[1,2]]}";
    private static final String ANSWER = "{\"model\":\"m\",\"version\":1,\"predictions\":[{\"value\":21.7}]}";

    private static TrainedModels trained;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    private final ApiUser user = ApiUser.fresh();
    private FakeReplica replica;
    private FakeReplica second;
    private ModelId model;

    @BeforeAll
    static void hire() {
        trained = new TrainedModels();
    }

    @AfterAll
    static void dismiss() {
        trained.close();
    }

    @BeforeEach
    void begin() throws SQLException, IOException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
        replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers());
        second = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers());
        model = trained.model(user, store);
    }

    @AfterEach
    void end() {
        replica.close();
        second.close();
    }

    @Test
    void aPredictionIsPassedOnWithTheCallersToken() {
        // Given
        replica.answerWith(200, ANSWER);
        startOn(replica);
        String token = user.token();

        // When
        String answer = RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(INPUTS)
                .post(path())
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();

        // Then
        assertThat(answer).isEqualTo(ANSWER);
        FakeReplica.Call call = replica.calls().getLast();
        assertThat(call.path()).isEqualTo(path());
        assertThat(call.authorization()).isEqualTo("Bearer " + token);
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo(INPUTS);
    }

    @Test
    void aBodyWithoutAContentTypeIsTakenForJson() throws Exception {
        replica.answerWith(200, ANSWER);
        startOn(replica);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path()))
                .header("Authorization", "Bearer " + user.token())
                .POST(HttpRequest.BodyPublishers.ofString(INPUTS))
                .build();

        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(replica.calls().getLast().contentType()).isEqualTo("application/json");
    }

    @Test
    void picturesInAFormArePassedOnAsTheyAre() {
        replica.answerWith(200, ANSWER);
        startOn(replica);

        user.call()
                .multiPart("image", "a.png", new byte[3_000_000], "image/png")
                .post(path())
                .then()
                .statusCode(200);

        FakeReplica.Call call = replica.calls().getLast();
        assertThat(call.contentType()).startsWith("multipart/form-data; boundary=");
        assertThat(call.body()).hasSizeGreaterThan(3_000_000);
    }

    @Test
    void anErrorIsPassedOnAsItIs() {
        replica.answerWith(503, "{\"code\":\"service_unavailable\",\"status\":503}");
        startOn(replica);

        user.call()
                .contentType("application/json")
                .body(INPUTS)
                .post(path())
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "9")
                .body("code", equalTo("service_unavailable"));
    }

    @Test
    void anotherReplicaAnswersForOneThatIsGone() {
        replica.answerWith(200, ANSWER);
        second.answerWith(200, ANSWER);
        startOn(replica);
        startOn(second);
        replica.closeDoor();

        for (int i = 0; i < 8; i++) {
            user.call()
                    .contentType("application/json")
                    .body(INPUTS)
                    .post(path())
                    .then()
                    .statusCode(200);
        }

        assertThat(second.calls()).hasSize(8);
    }

    @Test
    void whatNobodyHoldsIsNotAvailableNow() {
        user.send(Map.of("model", model.value())).post("/v1/deployments").then().statusCode(202);

        user.call()
                .contentType("application/json")
                .body(INPUTS)
                .post(path())
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("service_unavailable"));
    }

    @Test
    void whatIsNotStartedIsRefused() {
        user.call()
                .contentType("application/json")
                .body(INPUTS)
                .post(path())
                .then()
                .statusCode(409)
                .body("code", equalTo("model_not_started"));
        String deployment = startOn(replica);
        user.call().post("/v1/deployments/" + deployment + "/stop").then().statusCode(202);
        user.call()
                .contentType("application/json")
                .body(INPUTS)
                .post(path())
                .then()
                .statusCode(409)
                .body("code", equalTo("model_not_started"));
    }

    @Test
    void nobodyPredictsWithAnothersModel() {
        replica.answerWith(200, ANSWER);
        startOn(replica);

        ApiUser.fresh()
                .call()
                .contentType("application/json")
                .body(INPUTS)
                .post(path())
                .then()
                .statusCode(404);

        assertThat(replica.calls()).isEmpty();
    }

    @Test
    void anybodyPredictsWithAPublicModelAndNothingElse() {
        replica.answerWith(200, ANSWER);
        String deployment = startOn(replica);
        ApiUser other = ApiUser.fresh();

        user.send(Map.of("model", model.value(), "public", true))
                .post("/v1/deployments")
                .then()
                .statusCode(202);

        other.send(Map.of("inputs", List.of("x"))).post(path()).then().statusCode(200);
        other.call().get("/v2/models/" + model.value()).then().statusCode(200);
        other.call().get("/v1/models/" + model.value()).then().statusCode(404);
        other.call().get("/v1/deployments/" + deployment).then().statusCode(404);
        other.call().post("/v1/deployments/" + deployment + "/stop").then().statusCode(404);
    }

    @Test
    void anyReplicaIsAskedWhereTheOneThatHoldsTheModelIsGone() {
        second.answerWith(200, ANSWER);
        startOn(replica);
        replica.closeDoor();

        // Once it is known that the second lives.
        Awaitility.await().untilAsserted(() -> user.send(Map.of("inputs", List.of("x")))
                .post(path())
                .then()
                .statusCode(200));

        assertThat(second.calls()).hasSize(1);
    }

    @Test
    void theOpenInferenceProtocolIsPassedOnWithItsBinaryHeader() {
        replica.answerWith(200, "{\"outputs\":[]}");
        startOn(replica);
        String v2 = "/v2/models/" + model.value();

        for (String path : List.of(v2, v2 + "/ready", v2 + "/versions/1", v2 + "/versions/1/ready")) {
            user.call().get(path).then().statusCode(200).body(equalTo("{\"outputs\":[]}"));
            assertThat(replica.calls().getLast().path()).isEqualTo(path);
        }
        for (String path : List.of(v2 + "/infer", v2 + "/versions/1/infer")) {
            user.call()
                    .header("Inference-Header-Content-Length", "2")
                    .contentType("application/octet-stream")
                    .body(new byte[] {'{', '}', 0, 1, 2})
                    .post(path)
                    .then()
                    .statusCode(200)
                    .header("Inference-Header-Content-Length", "2");
            FakeReplica.Call call = replica.calls().getLast();
            assertThat(call.path()).isEqualTo(path);
            assertThat(call.contentType()).startsWith("application/octet-stream");
            assertThat(call.headers().getFirst("Inference-Header-Content-Length"))
                    .isEqualTo("2");
            assertThat(call.body()).containsExactly('{', '}', 0, 1, 2);
        }
    }

    @Test
    void theOpenInferenceProtocolHasItsOwnErrors() {
        String v2 = "/v2/models/" + model.value();
        RestAssured.get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        RestAssured.get("/v2/health/ready").then().statusCode(200);
        RestAssured.get("/v2").then().statusCode(200).body("name", equalTo("modelyard"));

        RestAssured.get(v2).then().statusCode(401).body("", aMapWithSize(1)).body("error", notNullValue());
        user.call().get(v2).then().statusCode(409).body("", aMapWithSize(1)).body("error", notNullValue());
        user.call().get("/v2/models/resnet50").then().statusCode(404).body("error", notNullValue());
        user.call().get("/v2/nowhere").then().statusCode(404).body("error", notNullValue());
        user.call()
                .body("{}")
                .contentType("application/json")
                .delete(v2 + "/infer")
                .then()
                .statusCode(405)
                .body("error", notNullValue());
    }

    @Test
    void aBodyOfAnotherKindIsRefused() {
        startOn(replica);

        user.call()
                .contentType("text/plain")
                .body("hello")
                .post(path())
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
    }

    private String path() {
        return "/v1/models/" + model + "/predict";
    }

    private String startOn(FakeReplica holder) {
        String id = user.send(Map.of("model", model.value()))
                .post("/v1/deployments")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        int before = user.call().get("/v1/deployments/" + id).path("ready_replicas");
        int revision = user.call().get("/v1/deployments/" + id).path("revision");
        holder.load(model, revision);
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> user.call()
                .get("/v1/deployments/" + id)
                .path("ready_replicas")
                .equals(before + 1));
        return id;
    }
}
