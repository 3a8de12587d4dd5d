package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.servicekit.paging.Cursor;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /v1/jobs} over HTTP; no worker is there, so jobs stay where a test puts them. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class JobResourceIT {
    private final ApiUser user = ApiUser.fresh();

    @Inject
    JobService service;

    @Inject
    JobTransitions transitions;

    @Inject
    RunStore runs;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate worker");
        }
    }

    @AfterEach
    void leaveNoJob() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    @Test
    void aRunningJobIsReadWithProgressFiguresAndRun() {
        // Given
        DatasetId dataset = DatasetId.fresh();
        JobId job = submit(new JobSubject(Optional.empty(), Optional.of(dataset), Optional.of(3)));
        RunKey run = start(job, 1_000_001);
        inTransaction(() -> {
            transitions.progressed(
                    run,
                    new Progress("training", 120, 900, 4, 30, Optional.of(41.5), Optional.of(812.0)),
                    Optional.of(new EpochMetrics(4, 120, Map.of("val_accuracy", 0.91))),
                    Instant.now());
        });

        // When
        JsonPath read = user.call()
                .get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(read.getMap("")).doesNotContainKeys("result", "error", "model", "ended_at", "queue_position");
        assertThat(read.getString("state")).isEqualTo("running");
        assertThat(read.getString("owner")).isEqualTo(user.name());
        assertThat(read.getString("lane")).isEqualTo("short");
        assertThat(read.getString("dataset")).isEqualTo(dataset.value());
        assertThat(read.getInt("dataset_version")).isEqualTo(3);
        assertThat(read.getString("run")).isEqualTo(run.run().value());
        assertThat(read.getLong("dispatch")).isEqualTo(1_000_001);
        assertThat(read.getInt("attempt")).isEqualTo(1);
        assertThat(read.getMap("progress"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "phase",
                        "training",
                        "step",
                        120,
                        "steps",
                        900,
                        "epoch",
                        4,
                        "epochs",
                        30,
                        "percent",
                        13.3f,
                        "eta_seconds",
                        41.5f,
                        "samples_per_second",
                        812.0f));
        assertThat(read.getDouble("metrics.val_accuracy")).isEqualTo(0.91);
        assertThat(Instant.parse(read.getString("started_at")))
                .isAfterOrEqualTo(Instant.parse(read.getString("created_at")));
    }

    @Test
    void aQueuedJobHasAPlaceInTheQueueAndStopsAtOnceAndIsThenDeleted() {
        // Given
        JobId job = submit(none());
        user.call().get("/v1/jobs/" + job).then().statusCode(200).body("queue_position", notNullValue());
        user.call().delete("/v1/jobs/" + job).then().statusCode(409).body("code", equalTo("conflict"));

        // When
        user.call()
                .post("/v1/jobs/" + job + "/stop")
                .then()
                .statusCode(202)
                .body("state", equalTo("stopped"))
                .body("ended_at", notNullValue());

        // Then
        user.call().post("/v1/jobs/" + job + "/stop").then().statusCode(202).body("state", equalTo("stopped"));
        user.call().delete("/v1/jobs/" + job).then().statusCode(204);
        user.call().get("/v1/jobs/" + job).then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void listsAreFilteredAndPagedNewestFirst() {
        // Given
        ModelId model = ModelId.fresh();
        JobId first = submit(none());
        JobId second = submit(new JobSubject(Optional.of(model), Optional.empty(), Optional.empty()));
        JobId third = submit(none());
        user.call().post("/v1/jobs/" + third + "/stop").then().statusCode(202);

        // When
        JsonPath page = user.call()
                .queryParam("limit", 2)
                .get("/v1/jobs")
                .then()
                .statusCode(200)
                .body("items.id", contains(third.value(), second.value()))
                .extract()
                .jsonPath();

        // Then
        user.call()
                .queryParam("limit", 2)
                .queryParam("cursor", page.getString("next"))
                .get("/v1/jobs")
                .then()
                .statusCode(200)
                .body("items.id", contains(first.value()))
                .body("next", nullValue());
        user.call().queryParam("state", "stopped").get("/v1/jobs").then().body("items.id", contains(third.value()));
        user.call()
                .queryParam("model", model.value())
                .get("/v1/jobs")
                .then()
                .body("items.id", contains(second.value()));
        user.call().queryParam("kind", "train").get("/v1/jobs").then().body("items", empty());
        user.call()
                .queryParam("since", Instant.now().plusSeconds(60).toString())
                .get("/v1/jobs")
                .then()
                .body("items", empty());
        user.call()
                .queryParam("until", Instant.now().plusSeconds(60).toString())
                .get("/v1/jobs")
                .then()
                .body("items", hasSize(3));
    }

    @Test
    void filtersThatCannotBeReadAreRefusedByName() {
        for (String query : List.of(
                "state=asleep",
                "model=x",
                "dataset=mdl_1",
                "since=yesterday",
                "since=%2B999999999-01-01T00:00:00Z",
                "limit=0",
                "cursor=%25")) {
            user.call()
                    .get("/v1/jobs?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("code", equalTo("invalid_field"))
                    .body("errors.field", hasItem(query.substring(0, query.indexOf('='))));
        }
    }

    @Test
    void figuresAreReadOldestFirstPageByPage() {
        // Given
        JobId job = submit(none());
        RunKey run = start(job, 1_000_002);
        inTransaction(() -> {
            for (int epoch = 1; epoch <= 3; epoch++) {
                runs.measure(run, new EpochMetrics(epoch, epoch * 10L, Map.of("train_loss", 1.0 / epoch)));
            }
        });

        // When
        JsonPath page = user.call()
                .queryParam("limit", 2)
                .get("/v1/jobs/" + job + "/metrics")
                .then()
                .statusCode(200)
                .body("items.epoch", contains(1, 2))
                .body("items[1].step", equalTo(20))
                .body("items[1].values.train_loss", equalTo(0.5f))
                .extract()
                .jsonPath();

        // Then
        user.call()
                .queryParam("cursor", page.getString("next"))
                .get("/v1/jobs/" + job + "/metrics")
                .then()
                .body("items.epoch", contains(3));
        user.call()
                .queryParam("cursor", Cursor.of(Long.MAX_VALUE).encode())
                .get("/v1/jobs/" + job + "/metrics")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void theLogIsTheChunksOfAllRunsFromAByteOn() throws IOException {
        // Given
        JobId job = submit(none());
        RunKey first = start(job, 1_000_003);
        RunId second = RunId.fresh();
        inTransaction(() -> runs.insert(new RunKey(job, 1_000_004, second), WorkerId.fresh(), RunState.SUPERSEDED));
        put(StoreLayout.logChunk(first.run(), 0), "one\n");
        put(StoreLayout.logChunk(first.run(), 1), "two\n");
        put(StoreLayout.logChunk(second, 0), "三\n");

        // Then
        assertThat(log(job, 0)).isEqualTo("one\ntwo\n三\n");
        assertThat(log(job, 5)).isEqualTo("wo\n三\n");
        assertThat(log(job, 8)).isEqualTo("三\n");
        assertThat(log(job, 12)).isEmpty();
        assertThat(log(job, 1000)).isEmpty();
        user.call().get("/v1/jobs/" + job + "/log?offset=-1").then().statusCode(400);
        user.call().get("/v1/jobs/" + job + "/log?offset=x").then().statusCode(400);
    }

    @Test
    void anotherOwnersJobIsNotFoundAndAnAdminSeesIt() {
        // Given
        JobId job = submit(none());
        ApiUser stranger = ApiUser.fresh();
        ApiUser admin = ApiUser.admin();

        // Then
        for (String path : List.of("", "/metrics", "/log")) {
            stranger.call().get("/v1/jobs/" + job + path).then().statusCode(404).body("code", equalTo("not_found"));
        }
        stranger.call().post("/v1/jobs/" + job + "/stop").then().statusCode(404);
        stranger.call().delete("/v1/jobs/" + job).then().statusCode(404);
        stranger.call().get("/v1/jobs").then().body("items", empty());
        stranger.call().get("/v1/jobs?owner=all").then().statusCode(403);
        admin.call().get("/v1/jobs/" + job).then().statusCode(200);
        admin.call().get("/v1/jobs?owner=all").then().body("items.id", hasItem(job.value()));
    }

    @Test
    void whoeverSendsNoCredentialsIsUnauthenticated() {
        for (String path : List.of("/v1/jobs", "/v1/jobs/" + JobId.fresh(), "/v1/workers")) {
            RestAssured.given().get(path).then().statusCode(401).body("code", equalTo("unauthenticated"));
        }
    }

    @Test
    void anIdOfAnotherFormIsNotFound() {
        user.call().get("/v1/jobs/nonsense").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void theRootLeadsToTheDocumentation() {
        RestAssured.given()
                .redirects()
                .follow(false)
                .get("/")
                .then()
                .statusCode(307)
                .header("Location", endsWith("/q/swagger-ui/"));
        RestAssured.given().get("/q/swagger-ui/").then().statusCode(200);
        RestAssured.given()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/v1/jobs'.get.operationId", equalTo("listJobs"))
                .body("paths.'/v1/jobs'.post.operationId", equalTo("submitJob"))
                .body("components.schemas.TrainingSettings.properties", hasKey("few_shot"))
                .body("components.schemas.TrainingSettings.properties", not(hasKey("fewShot")))
                .body("components.securitySchemes", notNullValue());
    }

    private JobId submit(JobSubject subject) {
        return service.submit(new OwnerId(user.name()), JobRequest.of(new JobSpec.Unknown(), subject))
                .id();
    }

    private RunKey start(JobId job, long dispatch) {
        RunKey run = new RunKey(job, dispatch, RunId.fresh());
        inTransaction(() -> {
            WorkerId worker = WorkerId.fresh();
            transitions.dispatched(job, dispatch, Instant.now());
            transitions.bound(run, worker, Instant.now());
            runs.insert(run, worker, RunState.SUPERSEDED); // known, and not waited for
        });
        return run;
    }

    private void put(String key, String text) throws IOException {
        store.put(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String log(JobId job, long offset) {
        return user.call()
                .get("/v1/jobs/" + job + "/log?offset=" + offset)
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .extract()
                .asString();
    }

    private static JobSubject none() {
        return new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
