package dev.modelyard.api.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.Results;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models and their versions, trained by a worker that the test plays. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class ModelIT {
    private static TrainedModels trained;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    private final ApiUser user = ApiUser.fresh();

    @BeforeAll
    static void hire() {
        trained = new TrainedModels();
    }

    @AfterAll
    static void dismiss() {
        trained.close();
    }

    @BeforeEach
    void forgetJobs() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    @Test
    void aNewModelIsADraftOfTheTasksDefaultNetwork() {
        user.send(Map.of("name", "flowers", "task", "tabular-classification"))
                .post("/v1/models")
                .then()
                .statusCode(201)
                .body("network", equalTo("tabular-mlp-ensemble"))
                .body("state", equalTo("draft"))
                .body("latest_version", nullValue())
                .body("deployment", nullValue())
                .body("owner", equalTo(user.name()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"task":"tabular-classification"}                                                              | 400 | invalid_field
                    {"name":"a\\ud800","task":"tabular-regression"}                                                | 400 | invalid_field
                    {"name":"a","task":"mind-reading"}                                                             | 400 | invalid_field
                    {"name":"a","task":"object-detection"}                                                         | 400 | invalid_field
                    {"name":"a","task":"tabular-classification","network":"nonet"}                                 | 422 | unknown_network
                    {"name":"a","task":"tabular-classification","network":"resnet18"}                              | 422 | unknown_network
                    {"name":"a","task":"tabular-classification","dataset":"dst_aaaaaaaaaaaaaaaaaaaaaaaaaa"}        | 404 | not_found
                    {"name":"a","task":"tabular-classification","dataset":"nonsense"}                              | 400 | invalid_field
                    {"name":"a","task":"tabular-classification","parameters":{}}                                   | 400 | invalid_field
                    """)
    void aModelThatCannotBeIsRefused(String body, int status, String code) {
        user.call()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/models")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    @Test
    void aModelsDatasetIsOfItsTask() {
        DatasetId dataset = user.createDataset("text-classification");

        user.send(Map.of("name", "a", "task", "tabular-classification", "dataset", dataset.value()))
                .post("/v1/models")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("dataset"));
    }

    @Test
    void aTrainingMakesAVersionThatSaysWhereItComesFrom() throws IOException {
        // Given
        DatasetId dataset = trained.dataset(user, store);
        ModelId model = user.createModel("tabular-classification");

        // When
        trained.train(user, store, model, dataset);
        trained.train(user, store, model, dataset);

        // Then
        user.call()
                .get("/v1/models/" + model)
                .then()
                .body("state", equalTo("ready"))
                .body("latest_version", equalTo(2));
        user.call()
                .get("/v1/models/" + model + "/versions/2")
                .then()
                .statusCode(200)
                .body("model", equalTo(model.value()))
                .body("version", equalTo(2))
                .body("network", equalTo("tabular-mlp-ensemble"))
                .body("labels", equalTo(List.of("x", "y")))
                .body("parameters", equalTo(1234))
                .body("metrics.val_accuracy", equalTo(0.75f))
                .body("epochs", equalTo(7))
                .body("best_epoch", equalTo(5))
                .body("lineage.dataset", equalTo(dataset.value()))
                .body("lineage.dataset_version", equalTo(1))
                .body("lineage.seed", equalTo(42))
                .body("bytes", equalTo(1004));
        user.call().get("/v1/models/" + model + "/versions").then().body("items.version", equalTo(List.of(2, 1)));
        user.call()
                .get("/v1/models/" + model + "/versions/2/files")
                .then()
                .body("items.path", equalTo(List.of("labels.txt", "model.onnx")));
        assertThat(user.call()
                        .get("/v1/models/" + model + "/versions/2/files/model.onnx")
                        .asByteArray())
                .hasSize(1000);
        user.call()
                .get("/v1/models/" + model + "/versions/2/files/..%2flabels.txt")
                .then()
                .statusCode(404);
    }

    @Test
    void aDeletedVersionIsGoneAndItsNumberIsNotGivenAgain() throws IOException {
        // Given
        DatasetId dataset = trained.dataset(user, store);
        ModelId model = user.createModel("tabular-classification");
        trained.train(user, store, model, dataset);
        ArtifactReference second = trained.train(user, store, model, dataset);

        // When
        user.call().delete("/v1/models/" + model + "/versions/2").then().statusCode(204);

        // Then
        user.call().get("/v1/models/" + model).then().body("latest_version", equalTo(1));
        user.call().get("/v1/models/" + model + "/versions/2").then().statusCode(404);
        await(() -> store.list(second.prefix()).isEmpty());
        JobId job = trained.submit(user, model, dataset);
        Results.train(trained.worker(), store, job);
        await(() ->
                Integer.valueOf(3).equals(user.call().get("/v1/models/" + model).path("latest_version")));
    }

    @Test
    void aModelInTrainingIsNotDeleted() throws IOException {
        // Given
        DatasetId dataset = trained.dataset(user, store);
        ModelId model = user.createModel("tabular-classification");
        JobId job = trained.submit(user, model, dataset);

        // Then
        user.call().delete("/v1/models/" + model).then().statusCode(409).body("code", equalTo("conflict"));
        user.call().delete("/v1/datasets/" + dataset).then().statusCode(409).body("code", equalTo("dataset_in_use"));
        ArtifactReference artifact = Results.train(trained.worker(), store, job);
        await(() -> user.call().get("/v1/models/" + model).path("state").equals("ready"));
        user.call().delete("/v1/models/" + model).then().statusCode(204);
        user.call().get("/v1/models/" + model).then().statusCode(404);
        await(() -> store.list(artifact.prefix()).isEmpty());
    }

    @Test
    void aTrainingIsSpecifiedInFull() throws IOException {
        // Given
        DatasetId dataset = trained.dataset(user, store);
        ModelId model = user.createModel("tabular-classification");

        // When
        JobId job = trained.submit(
                user,
                training(
                        model,
                        Optional.of(dataset),
                        "{\"seed\":9,\"max_epochs\":3,\"optimizer\":\"sgd\",\"learning_rate\":0.1}"));
        Dispatch dispatch = trained.worker().take(job);

        // Then
        JobSpec.Train spec = (JobSpec.Train) dispatch.spec();
        assertThat(spec.model()).isEqualTo(model);
        assertThat(spec.network()).isEqualTo("tabular-mlp-ensemble");
        assertThat(spec.dataset().version()).isEqualTo(1);
        assertThat(spec.parameters().seed()).isEqualTo(9);
        assertThat(spec.parameters().maxEpochs()).contains(3);
        assertThat(spec.parameters().patience()).isEmpty();
    }

    @Test
    void aTrainingThatCannotBeIsRefused() throws IOException {
        DatasetId dataset = trained.dataset(user, store);
        DatasetId empty = user.createDataset("tabular-classification");
        DatasetId texts = user.createDataset("text-classification");
        ModelId model = user.createModel("tabular-classification");
        ApiUser other = ApiUser.fresh();
        ModelId others = other.createModel("tabular-classification");

        refused(training(others, Optional.of(dataset), "{}"), ErrorCode.NOT_FOUND);
        refused(training(model, Optional.of(other.createDataset("tabular-classification")), "{}"), ErrorCode.NOT_FOUND);
        refused(training(model, Optional.of(empty), "{}"), ErrorCode.DATASET_EMPTY);
        refused(training(model, Optional.of(texts), "{}"), ErrorCode.INVALID_FIELD);
        refused(training(model, Optional.empty(), "{}"), ErrorCode.INVALID_FIELD);
        refused(training(model, Optional.of(dataset), "{\"max_epochs\":1000000000}"), ErrorCode.INVALID_FIELD);
        refused(
                new TrainingRequest(model, Optional.of(dataset), Optional.of(2), Optional.empty(), Optional.empty()),
                ErrorCode.NOT_FOUND);
        refused(
                new TrainingRequest(
                        model, Optional.of(dataset), Optional.empty(), Optional.of("resnet18"), Optional.empty()),
                ErrorCode.UNKNOWN_NETWORK);
    }

    @Test
    void onlyItsOwnerAndAnAdminSeeAModel() {
        // Given
        ModelId model = user.createModel("tabular-classification");
        ApiUser other = ApiUser.fresh();
        String path = "/v1/models/" + model;

        // Then
        other.call().get(path).then().statusCode(404);
        other.call().delete(path).then().statusCode(404);
        other.call().get(path + "/versions").then().statusCode(404);
        other.call().get(path + "/versions/1").then().statusCode(404);
        other.call().delete(path + "/versions/1").then().statusCode(404);
        other.call().get(path + "/versions/1/files").then().statusCode(404);
        other.call().get(path + "/versions/1/files/model.onnx").then().statusCode(404);
        other.call().get("/v1/models").then().body("items", hasSize(0));
        other.call().get("/v1/models?owner=all").then().statusCode(403);
        ApiUser.admin()
                .call()
                .get("/v1/models?owner=" + user.name())
                .then()
                .body("items.id", equalTo(List.of(model.value())));
    }

    @Test
    void modelsAreListedByTaskAndState() {
        ModelId rows = user.createModel("tabular-classification");
        user.createModel("text-classification");

        user.call()
                .get("/v1/models?task=tabular-classification")
                .then()
                .body("items.id", equalTo(List.of(rows.value())));
        user.call().get("/v1/models?state=draft").then().body("items", hasSize(2));
        user.call().get("/v1/models?state=ready").then().body("items", hasSize(0));
        user.call().get("/v1/models?state=asleep").then().statusCode(400);
        user.call().get("/v1/models?limit=1").then().body("items", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/models",
        "POST,/v1/models",
        "GET,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "DELETE,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "GET,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions",
        "DELETE,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1",
        "GET,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1/files",
        "GET,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1/files/model.onnx",
        "POST,/v1/models/mdl_aaaaaaaaaaaaaaaaaaaaaaaaaa/predict",
        "GET,/v1/networks",
        "GET,/v1/networks/resnet18",
        "GET,/v1/tasks",
        "GET,/v1/deployments",
        "POST,/v1/deployments",
        "GET,/v1/deployments/dep_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "POST,/v1/deployments/dep_aaaaaaaaaaaaaaaaaaaaaaaaaa/start",
        "POST,/v1/deployments/dep_aaaaaaaaaaaaaaaaaaaaaaaaaa/stop",
        "DELETE,/v1/deployments/dep_aaaaaaaaaaaaaaaaaaaaaaaaaa"
    })
    void nothingIsAnsweredWithoutCredentials(String method, String path) {
        given().contentType(ContentType.JSON)
                .body(method.equals("POST") ? "{}" : "")
                .request(method, path)
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    private void refused(TrainingRequest request, ErrorCode code) {
        assertThatThrownBy(() -> trained.submit(user, request))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(code));
    }

    private static TrainingRequest training(ModelId model, Optional<DatasetId> dataset, String settings) {
        return new TrainingRequest(
                model,
                dataset,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Json.read(settings, TrainingSettings.class)));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
