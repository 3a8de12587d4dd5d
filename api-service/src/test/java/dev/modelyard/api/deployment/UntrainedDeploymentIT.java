package dev.modelyard.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeReplica;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.embedded.SharedInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Version 0 of a model, before and after its first training. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class UntrainedDeploymentIT {
    private static final UntrainedModel MADE_OF = new UntrainedModel(
            "tabular-mlp-ensemble", 7, new UntrainedModel.LabelledRows(List.of("a", "b"), List.of("x", "y")));

    private static TrainedModels trained;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    DeploymentService service;

    private final ApiUser user = ApiUser.fresh();
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
    void begin() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
        model = new ModelId(user.send(Map.of(
                        "name",
                        "newborn",
                        "task",
                        "tabular-classification",
                        "untrained",
                        Map.of("columns", List.of("a", "b"), "labels", List.of("x", "y"), "seed", 7)))
                .post("/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    @Test
    void aModelIsServedBeforeItIsTrained() throws IOException {
        // When
        String id = start(Map.of("model", model.value()));

        // Then
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("version", equalTo(0))
                .body("state", equalTo("starting"));
        DesiredDeployment desired = desired(1);
        assertThat(desired.started()).isTrue();
        assertThat(desired.version()).isZero();
        assertThat(desired.artifact()).isEmpty();
        assertThat(desired.untrained()).contains(MADE_OF);

        // When
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            replica.load(model, desired.revision());

            // Then
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> user.call()
                    .get("/v1/deployments/" + id)
                    .path("state")
                    .equals("ready"));
        }
        assertThat(start(Map.of("model", model.value(), "version", 0))).isEqualTo(id);
        service.republish();
        assertThat(desired(2)).usingRecursiveComparison().ignoringFields("at").isEqualTo(desired);
        user.call().delete("/v1/models/" + model).then().statusCode(409);
    }

    @Test
    void aTrainedVersionTakesOverAndIsRolledBack() throws IOException {
        // Given
        String id = start(Map.of("model", model.value()));
        ArtifactReference first = trained.train(user, store, model, trained.dataset(user, store));

        // When
        user.send(Map.of("percent", 25))
                .put("/v1/deployments/" + id + "/canary")
                .then()
                .statusCode(202)
                .body("version", equalTo(0))
                .body("canary.version", equalTo(1));

        // Then
        assertThat(desired(2).canary()).contains(new DesiredDeployment.Canary(1, first, 25));

        // When
        start(Map.of("model", model.value()));

        // Then
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("version", equalTo(1))
                .body("canary", nullValue())
                .body("previous_version", equalTo(0));
        DesiredDeployment swapped = desired(3);
        assertThat(swapped.artifact()).contains(first);
        assertThat(swapped.untrained()).isEmpty();

        // When
        user.call()
                .post("/v1/deployments/" + id + "/rollback")
                .then()
                .statusCode(202)
                .body("version", equalTo(0))
                .body("previous_version", equalTo(1));

        // Then
        assertThat(desired(4).untrained()).contains(MADE_OF);
    }

    @Test
    void versionZeroIsACanaryBesideATrainedOneAndPromoted() throws IOException {
        // Given
        trained.train(user, store, model, trained.dataset(user, store));
        String id = start(Map.of("model", model.value()));
        user.call().get("/v1/deployments/" + id).then().body("version", equalTo(1));

        // When
        user.send(Map.of("version", 0, "percent", 5))
                .put("/v1/deployments/" + id + "/canary")
                .then()
                .statusCode(202)
                .body("canary", equalTo(Map.of("version", 0, "percent", 5)));

        // Then
        assertThat(desired(2).canary()).contains(new DesiredDeployment.Canary(0, MADE_OF, 5));

        // When
        user.call()
                .post("/v1/deployments/" + id + "/promote")
                .then()
                .statusCode(202)
                .body("version", equalTo(0));

        // Then
        assertThat(desired(3).untrained()).contains(MADE_OF);
        user.call().delete("/v1/models/" + model + "/versions/1").then().statusCode(204);
        user.call()
                .get("/v1/deployments/" + id)
                .then()
                .body("version", equalTo(0))
                .body("previous_version", nullValue());
        assertThat(start(Map.of("model", model.value()))).isEqualTo(id);
    }

    @Test
    void itsOwnerAloneStartsItAndOnlyWhatItHas() throws IOException {
        user.send(Map.of("model", model.value(), "version", 1))
                .post("/v1/deployments")
                .then()
                .statusCode(404);
        ApiUser.fresh()
                .send(Map.of("model", model.value(), "version", 0))
                .post("/v1/deployments")
                .then()
                .statusCode(404);
        user.send(Map.of("model", trained.model(user, store).value(), "version", 0))
                .post("/v1/deployments")
                .then()
                .statusCode(404);
    }

    @Test
    void aModelThatWasServedUntrainedIsDeleted() {
        String id = start(Map.of("model", model.value()));
        user.call().post("/v1/deployments/" + id + "/stop").then().statusCode(202);

        user.call().delete("/v1/models/" + model).then().statusCode(204);

        user.call().get("/v1/deployments/" + id).then().statusCode(404);
        assertThat(DesiredDeployments.await(model, 3).getLast()).isEmpty();
        user.call().get("/v1/usage").then().body("stored_bytes.used", equalTo(0));
    }

    private String start(Map<String, Object> body) {
        return user.send(body)
                .post("/v1/deployments")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private DesiredDeployment desired(int messages) {
        return DesiredDeployments.await(model, messages).get(messages - 1).orElseThrow();
    }
}
