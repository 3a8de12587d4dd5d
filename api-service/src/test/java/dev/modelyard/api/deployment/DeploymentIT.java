package dev.modelyard.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeReplica;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.embedded.SharedInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deployments over a real broker, with replicas played by the test. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DeploymentIT {
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private static TrainedModels trained;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    DeploymentService service;

    private final ApiUser user = ApiUser.fresh();
    private FakeReplica replica;
    private ModelId model;
    private DatasetId dataset;
    private ArtifactReference artifact;

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
        dataset = trained.dataset(user, store);
        model = user.createModel("tabular-classification");
        artifact = trained.train(user, store, model, dataset);
    }

    @AfterEach
    void end() {
        replica.close();
    }

    @Test
    void aStartedModelIsReadyOnceALiveReplicaHoldsItAndStartingAgainWhenThatIsLost() {
        // When
        String id = start(Map.of("model", model.value()));

        // Then
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("id", startsWith("dep_"))
                .body("model", equalTo(model.value()))
                .body("version", equalTo(1))
                .body("replicas", equalTo(1))
                .body("state", equalTo("starting"))
                .body("ready_replicas", equalTo(0))
                .body("error", nullValue());
        DesiredDeployment desired = awaitDesired(1).getLast().orElseThrow();
        assertThat(desired.started()).isTrue();
        assertThat(desired.artifact()).contains(artifact);
        assertThat(desired.deployment().value()).isEqualTo(id);

        // When
        replica.load(model, desired.revision());

        // Then
        awaitState(id, "ready");
        user.call().get("/v1/models/" + model).then().body("deployment", equalTo(Map.of("id", id, "state", "ready")));

        // When
        replica.fallSilent();

        // Then
        awaitState(id, "starting");
    }

    @Test
    void aReplicaThatHoldsAnOlderRevisionDoesNotMakeItReady() {
        String id = start(Map.of("model", model.value()));
        long revision = revision(id);

        replica.load(model, revision - 1);

        await(() -> holders() == 1);
        awaitState(id, "starting");
        replica.load(model, revision);
        awaitState(id, "ready");
    }

    @Test
    void aFailureIsToldUntilItIsTriedAgain() {
        // Given
        String id = start(Map.of("model", model.value()));
        long revision = revision(id);

        // When
        replica.say(new DeploymentEvent.Failed(
                model, revision - 1, replica.id(), Instant.now(), ErrorCode.INTERNAL, "long ago"));
        replica.say(new DeploymentEvent.Failed(
                model, revision, replica.id(), Instant.now(), ErrorCode.OUT_OF_MEMORY, "no room"));

        // Then
        awaitState(id, "failed");
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("error", equalTo(Map.of("code", "out_of_memory", "message", "no room")));
        user.call().get("/v1/deployments?state=failed").then().body("items.id", equalTo(List.of(id)));

        // When
        user.call()
                .post("/v1/deployments/" + id + "/start")
                .then()
                .statusCode(202)
                .body("state", equalTo("starting"));

        // Then
        assertThat(revision(id)).isGreaterThan(revision);
    }

    @Test
    void startingWhatIsStartedChangesNothing() {
        String id = start(Map.of("model", model.value()));
        long revision = revision(id);

        assertThat(start(Map.of("model", model.value(), "version", 1))).isEqualTo(id);
        user.call().post("/v1/deployments/" + id + "/start").then().statusCode(202);

        assertThat(revision(id)).isEqualTo(revision);
    }

    @Test
    void startingAnotherVersionSwapsIt() throws IOException {
        // Given
        String id = start(Map.of("model", model.value()));
        replica.load(model, revision(id));
        awaitState(id, "ready");
        ArtifactReference second = trained.train(user, store, model, dataset);

        // When
        assertThat(start(Map.of("model", model.value(), "version", 2, "replicas", 3)))
                .isEqualTo(id);

        // Then
        awaitState(id, "starting");
        DesiredDeployment desired = awaitDesired(2).getLast().orElseThrow();
        assertThat(desired.version()).isEqualTo(2);
        assertThat(desired.replicas()).isEqualTo(3);
        assertThat(desired.artifact()).contains(second);
        replica.load(model, desired.revision());
        awaitState(id, "ready");
    }

    @Test
    void aStoppedDeploymentIsStoppingUntilNoReplicaHoldsIt() {
        // Given
        String id = start(Map.of("model", model.value()));
        replica.load(model, revision(id));
        awaitState(id, "ready");

        // When
        user.call()
                .post("/v1/deployments/" + id + "/stop")
                .then()
                .statusCode(202)
                .body("state", equalTo("stopping"));

        // Then
        assertThat(awaitDesired(2).getLast().orElseThrow().started()).isFalse();
        replica.unload(model, revision(id));
        awaitState(id, "stopped");
        user.call().post("/v1/deployments/" + id + "/start").then().statusCode(202);
        awaitState(id, "starting");
    }

    @Test
    void aStartedModelIsNotDeletedAndADeletedDeploymentIsForgotten() {
        // Given
        String id = start(Map.of("model", model.value()));

        // Then
        user.call().delete("/v1/models/" + model).then().statusCode(409);
        user.call().delete("/v1/models/" + model + "/versions/1").then().statusCode(409);

        // When
        user.call().delete("/v1/deployments/" + id).then().statusCode(204);

        // Then
        user.call().get("/v1/deployments/" + id).then().statusCode(404);
        List<Optional<DesiredDeployment>> said = awaitDesired(3);
        assertThat(said.get(1).orElseThrow().started()).isFalse();
        assertThat(said.get(2)).isEmpty();
        user.call().delete("/v1/models/" + model).then().statusCode(204);
    }

    @Test
    void theRevisionOfADeploymentMadeAnewIsHigher() {
        String first = start(Map.of("model", model.value()));
        long revision = revision(first);
        user.call().delete("/v1/deployments/" + first).then().statusCode(204);

        String second = start(Map.of("model", model.value()));

        assertThat(second).isNotEqualTo(first);
        assertThat(revision(second)).isGreaterThan(revision);
    }

    @Test
    void theDesiredStateIsPublishedAgain() {
        String id = start(Map.of("model", model.value()));
        awaitDesired(1);

        service.republish();

        assertThat(awaitDesired(2).getLast().orElseThrow().revision()).isEqualTo(revision(id));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                   | 400 | invalid_field
                    {"model":"nonsense"}                                                 | 400 | invalid_field
                    {"model":"mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa"}                           | 404 | not_found
                    {"model":"mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa","replicas":0}              | 400 | invalid_field
                    {"model":"mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa","replicas":33}             | 400 | invalid_field
                    """)
    void aStartThatCannotBeIsRefused(String body, int status, String code) {
        user.call()
                .contentType("application/json")
                .body(body)
                .post("/v1/deployments")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    @Test
    void aDraftIsNotStartedNorAVersionThatIsNotThere() {
        ModelId draft = user.createModel("tabular-classification");

        user.send(Map.of("model", draft.value()))
                .post("/v1/deployments")
                .then()
                .statusCode(409)
                .body("code", equalTo("model_untrained"));
        user.send(Map.of("model", model.value(), "version", 7))
                .post("/v1/deployments")
                .then()
                .statusCode(404);
    }

    @Test
    void aCanaryIsWantedBesideWhatIsServedAndPromotedOrRolledBack() throws Exception {
        // Given
        String id = start(Map.of("model", model.value()));
        ArtifactReference second = trained.train(user, store, model, dataset);

        // When
        user.send(Map.of("percent", 10))
                .put("/v1/deployments/" + id + "/canary")
                .then()
                .statusCode(202)
                .body("version", equalTo(1))
                .body("canary", equalTo(Map.of("version", 2, "percent", 10)));

        // Then
        DesiredDeployment canary = awaitDesired(2).getLast().orElseThrow();
        assertThat(canary.version()).isEqualTo(1);
        assertThat(canary.canary()).contains(new DesiredDeployment.Canary(2, second, 10));
        user.call().delete("/v1/models/" + model + "/versions/2").then().statusCode(409);

        // When
        user.call()
                .post("/v1/deployments/" + id + "/promote")
                .then()
                .statusCode(202)
                .body("version", equalTo(2))
                .body("canary", nullValue())
                .body("previous_version", equalTo(1));

        // Then
        DesiredDeployment promoted = awaitDesired(3).getLast().orElseThrow();
        assertThat(promoted.artifact()).contains(second);
        assertThat(promoted.canary()).isEmpty();

        // When
        user.call()
                .post("/v1/deployments/" + id + "/rollback")
                .then()
                .statusCode(202)
                .body("version", equalTo(1))
                .body("previous_version", equalTo(2));

        // Then
        assertThat(awaitDesired(4).getLast().orElseThrow().artifact()).contains(artifact);

        // When
        user.call().delete("/v1/models/" + model + "/versions/2").then().statusCode(204);

        // Then
        user.call().get("/v1/deployments/" + id).then().body("previous_version", nullValue());
        user.call().post("/v1/deployments/" + id + "/rollback").then().statusCode(409);
    }

    @Test
    void rollingBackEndsACanaryFirst() throws Exception {
        String id = start(Map.of("model", model.value()));
        trained.train(user, store, model, dataset);
        user.send(Map.of("version", 2, "percent", 50))
                .put("/v1/deployments/" + id + "/canary")
                .then()
                .statusCode(202);

        user.call()
                .post("/v1/deployments/" + id + "/rollback")
                .then()
                .statusCode(202)
                .body("version", equalTo(1))
                .body("canary", nullValue());
        user.call().post("/v1/deployments/" + id + "/promote").then().statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"percent\": 0}|400|percent",
                "{\"percent\": 100}|400|percent",
                "{}|400|percent",
                "{\"version\": 1, \"percent\": 5}|400|version",
                "{\"version\": 9, \"percent\": 5}|404|",
            })
    void whatIsWrongWithACanaryIsSaid(String body, int status, String field) {
        String id = start(Map.of("model", model.value()));

        String answer = user.call()
                .contentType("application/json")
                .body(body)
                .put("/v1/deployments/" + id + "/canary")
                .then()
                .statusCode(status)
                .extract()
                .asString();

        assertThat(answer).contains(Objects.requireNonNullElse(field, "not_found"));
    }

    @Test
    void aCanaryNeedsAStartedDeployment() {
        String id = start(Map.of("model", model.value()));
        user.call().post("/v1/deployments/" + id + "/stop").then().statusCode(202);

        for (String path : List.of("/promote", "/rollback")) {
            user.call()
                    .post("/v1/deployments/" + id + path)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("model_not_started"));
        }
        ApiUser.fresh()
                .call()
                .post("/v1/deployments/" + id + "/rollback")
                .then()
                .statusCode(404);
    }

    @Test
    void whatIsWantedOfBatchesAndCallersIsTold() {
        String id = start(Map.of(
                "model", model.value(), "batching", Map.of("max_batch", 4, "longest_wait_ms", 2.5), "public", true));

        DesiredDeployment desired = awaitDesired(1).getLast().orElseThrow();
        assertThat(desired.batching()).contains(new DesiredDeployment.BatchLimits(Optional.of(4), Optional.of(2.5)));
        assertThat(desired.openToAll()).isTrue();

        // As before, where nothing is said of it.
        start(Map.of("model", model.value(), "replicas", 2));
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("batching.max_batch", equalTo(4))
                .body("public", equalTo(true));

        // Measured again, and private.
        start(Map.of("model", model.value(), "batching", Map.of(), "public", false));
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("batching", nullValue())
                .body("public", equalTo(false));
        user.send(Map.of("model", model.value(), "batching", Map.of("max_batch", 0)))
                .post("/v1/deployments")
                .then()
                .statusCode(400);
    }

    @Test
    void aVersionIsServedInEightBitsIfItHasThem() throws IOException {
        String id = start(Map.of("model", model.value()));
        user.call().get("/v1/deployments/" + id).then().body("precision", equalTo("fp32"));
        assertThat(awaitDesired(1).getLast().orElseThrow().precision()).isEmpty();

        user.send(Map.of("model", model.value(), "precision", "int8"))
                .post("/v1/deployments")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("precision"))
                .body("errors[0].message", startsWith("must be fp32 for version 1, which has no form in int8"));
        for (String unknown : List.of("int4", "INT8", "")) {
            user.send(Map.of("model", model.value(), "precision", unknown))
                    .post("/v1/deployments")
                    .then()
                    .statusCode(400)
                    .body("errors[0].message", equalTo("is not valid: it is one of fp32 and int8"));
        }

        trained.train(user, store, model, dataset, Map.of(ModelFiles.ONNX_INT8, new byte[300]));
        start(Map.of("model", model.value(), "precision", "int8"));
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("version", equalTo(2))
                .body("precision", equalTo("int8"));
        assertThat(awaitDesired(2).getLast().orElseThrow().precision()).contains(ServingPrecision.INT8);

        // What was served before has no such form, and neither could it be a canary.
        user.call().post("/v1/deployments/" + id + "/rollback").then().statusCode(400);
        start(Map.of("model", model.value(), "version", 1, "precision", "fp32"));
    }

    @Test
    void onlyItsOwnerAndAnAdminSeeADeployment() {
        String id = start(Map.of("model", model.value()));
        ApiUser other = ApiUser.fresh();
        String path = "/v1/deployments/" + id;

        other.send(Map.of("model", model.value()))
                .post("/v1/deployments")
                .then()
                .statusCode(404);
        other.call().get(path).then().statusCode(404);
        other.call().delete(path).then().statusCode(404);
        other.call().post(path + "/stop").then().statusCode(404);
        other.call().post(path + "/start").then().statusCode(404);
        other.call().get("/v1/deployments").then().body("items", hasSize(0));
        other.call().get("/v1/deployments?owner=all").then().statusCode(403);
        ApiUser.admin().call().get("/v1/deployments?owner=all&limit=200").then().body("items.id", hasItem(id));
        user.call().get("/v1/deployments?model=" + model).then().body("items.id", equalTo(List.of(id)));
        user.call().get("/v1/deployments?state=stopped").then().body("items", hasSize(0));
        user.call().get("/v1/deployments?state=asleep").then().statusCode(400);
    }

    private String start(Map<String, Object> body) {
        return user.send(body)
                .post("/v1/deployments")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private long revision(String id) {
        return ((Number) user.call().get("/v1/deployments/" + id).path("revision")).longValue();
    }

    private long holders() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from replica_model where model = ?")) {
            statement.setString(1, model.value());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void awaitState(String id, String state) {
        await(() -> user.call().get("/v1/deployments/" + id).path("state").equals(state));
    }

    /** Waits until that much was said of the model, and answers all that was; empty: forgotten. */
    private List<Optional<DesiredDeployment>> awaitDesired(int messages) {
        return DesiredDeployments.await(model, messages);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(condition);
    }
}
