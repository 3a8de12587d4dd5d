package dev.modelyard.api.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeWorker;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.api.worker.WorkerService;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.embedded.SharedInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/jobs}. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class TrainingResourceIT {
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final ApiUser user = ApiUser.fresh();

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    WorkerService workers;

    @AfterEach
    void leaveNoJob() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    @Test
    void aTrainingIsQueuedWithWhatItsModelSaysAndGpusThatNobodyHasBecomeProcessors() throws IOException {
        try (TrainedModels ready = new TrainedModels()) {
            // Given
            DatasetId dataset = ready.dataset(user, store);
            ModelId model = user.createModel("tabular-classification");

            // When
            JsonPath job = user.send(Map.of(
                            "kind",
                            "train",
                            "model",
                            model.value(),
                            "dataset",
                            dataset.value(),
                            "priority",
                            3,
                            "devices",
                            2,
                            "parameters",
                            Map.of("max_epochs", 5)))
                    .post("/v1/jobs")
                    .then()
                    .statusCode(202)
                    .body("id", notNullValue())
                    .extract()
                    .jsonPath();

            // Then
            assertThat(job.getString("kind")).isEqualTo("train");
            assertThat(job.getString("state")).isEqualTo("queued");
            assertThat(job.getString("owner")).isEqualTo(user.name());
            assertThat(job.getString("model")).isEqualTo(model.value());
            assertThat(job.getString("dataset")).isEqualTo(dataset.value());
            assertThat(job.getInt("dataset_version")).isEqualTo(1);
            assertThat(job.getString("network")).isNotBlank();
            assertThat(job.getInt("priority")).isEqualTo(3);
            assertThat(job.getInt("devices")).isZero();
            assertThat(job.getString("lane")).isEqualTo("cpu");
            assertThat(job.getMap("parameters")).isEqualTo(Map.of("seed", 42, "max_epochs", 5));
        }
    }

    @Test
    void whatFitsIntoNoWorkersMemoryIsRefusedAndWaitsWhereThereIsNoWorker() throws IOException {
        DatasetId dataset;
        try (TrainedModels ready = new TrainedModels()) {
            dataset = ready.dataset(user, store);
        }
        ModelId model = user.createModel("tabular-classification");
        Map<String, String> training = Map.of("kind", "train", "model", model.value(), "dataset", dataset.value());
        awaitNoWorker();
        user.send(training).post("/v1/jobs").then().statusCode(202);

        try (FakeWorker small = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.CPU, 1 << 20)) {
            small.wakeUp();
            await().atMost(LONGEST).until(() -> !workers.live().isEmpty());

            user.send(training)
                    .post("/v1/jobs")
                    .then()
                    .statusCode(507)
                    .body("code", equalTo("out_of_memory"))
                    .body("detail", containsString("the largest worker may use 1 MiB"));
        }
        awaitNoWorker();
    }

    private void awaitNoWorker() {
        await().atMost(LONGEST).until(() -> workers.live().isEmpty());
    }

    @Test
    void whatIsOutOfItsRangeIsRefusedByName() {
        ModelId model = user.createModel("tabular-classification");
        Map<String, Object> wrong = Map.of("priority", 11, "devices", -1, "dataset_version", 0, "kind", "import");
        wrong.forEach((field, value) -> {
            Map<String, Object> body = new HashMap<>(Map.of("kind", "train", "model", model.value()));
            body.put(field, value);
            user.send(body)
                    .post("/v1/jobs")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid_field"))
                    .body("errors.field", hasItem(field));
        });
    }

    @Test
    void labelsAreMatchedByPretrainedEncodersOnly() {
        DatasetId dataset = user.createDataset("text-classification");
        ModelId model = user.createModel("text-classification");
        Map<String, Object> training = new HashMap<>(Map.of(
                "kind",
                "train",
                "model",
                model.value(),
                "dataset",
                dataset.value(),
                "parameters",
                Map.of("few_shot", Map.of("label_matching", true))));

        user.send(training)
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_field"))
                .body("errors.field", hasItem("parameters.few_shot.label_matching"));

        // With one that is, what is missing now are only the examples.
        training.put("network", "small-bert");
        user.send(training).post("/v1/jobs").then().statusCode(409).body("code", equalTo("dataset_empty"));
    }

    @Test
    void whatIsMissingUnknownOrOfTheWrongTypeIsRefused() {
        ModelId model = user.createModel("tabular-classification");
        for (String body : new String[] {
            "{\"kind\":\"train\"}",
            "{\"kind\":\"train\",\"model\":\"" + model + "\",\"colour\":\"red\"}",
            "{\"kind\":\"train\",\"model\":\"" + model + "\",\"devices\":\"two\"}",
            "{\"kind\":\"train\",\"model\":\"nonsense\"}"
        }) {
            user.send(body).post("/v1/jobs").then().statusCode(400).body("code", equalTo("invalid_field"));
        }
        user.send("{").post("/v1/jobs").then().statusCode(400).body("code", equalTo("malformed_request"));
    }

    @Test
    void whatIsNotTheCallersIsNotFoundAndWhatIsEmptyCannotBeTrainedOn() {
        ModelId model = user.createModel("tabular-classification");
        DatasetId dataset = user.createDataset("tabular-classification");
        ApiUser stranger = ApiUser.fresh();

        stranger.send(Map.of("kind", "train", "model", model.value(), "dataset", dataset.value()))
                .post("/v1/jobs")
                .then()
                .statusCode(404);
        user.send(Map.of(
                        "kind",
                        "train",
                        "model",
                        model.value(),
                        "dataset",
                        DatasetId.fresh().value()))
                .post("/v1/jobs")
                .then()
                .statusCode(404);
        user.send(Map.of("kind", "train", "model", model.value(), "dataset", dataset.value()))
                .post("/v1/jobs")
                .then()
                .statusCode(409)
                .body("code", equalTo("dataset_empty"));
    }

    @Test
    void whoeverSendsNoCredentialsIsUnauthenticated() {
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/v1/jobs")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }
}
