package dev.modelyard.api.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeWorker;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.UploadId;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is old, or belongs to nothing, leaves the store; what belongs to somebody stays until that is deleted, and then all of it goes. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class RetentionIT {
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final Duration OLD = Duration.ofDays(8);
    private static final Duration YOUNG = Duration.ofDays(6);

    private final ApiUser user = ApiUser.fresh();

    @Inject
    Retention retention;

    @Inject
    RetentionStore passes;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void leaveNoJob() throws SQLException {
        execute("truncate job cascade");
    }

    @Test
    void aPassIsOneReplicas() throws SQLException {
        execute("update retention_pass set at = now() - interval '61 minutes'");

        assertThat(passes.claim(Duration.ofHours(1))).isTrue();
        assertThat(passes.claim(Duration.ofHours(1))).isFalse();
    }

    @Test
    void whatBelongsToNothingGoesOnceNobodyHasTouchedItForLong() throws IOException {
        // Given
        String forgotten = StoreLayout.run(RunId.fresh());
        put(forgotten + "/artifact/a", OLD);
        put(forgotten + "/log/b", OLD);
        String stillWritten = StoreLayout.run(RunId.fresh());
        put(stillWritten + "/artifact/a", OLD);
        put(stillWritten + "/log/b", YOUNG);
        String upload = StoreLayout.upload(DatasetId.fresh(), UploadId.fresh());
        put(upload, OLD);
        String arriving = StoreLayout.upload(DatasetId.fresh(), UploadId.fresh());
        put(arriving, YOUNG);
        String file = StoreLayout.facadeFile("gts", UploadId.fresh());
        put(file, OLD);
        String arrivingFile = StoreLayout.facadeFile("gts", UploadId.fresh());
        put(arrivingFile, YOUNG);
        String foreign = "runs/not the name of a run/x";
        put(foreign, OLD);

        // When
        retention.clean();

        // Then
        for (String prefix : List.of(forgotten, upload, file, foreign)) {
            awaitGone(prefix);
        }
        assertThat(store.list(stillWritten)).hasSize(2);
        assertThat(store.size(arriving)).isPresent();
        assertThat(store.size(arrivingFile)).isPresent();
    }

    @Test
    void whatSomebodyOwnsStaysThoughItsJobIsForgotten() throws IOException, SQLException {
        try (TrainedModels ready = new TrainedModels()) {
            // Given
            ModelId model = ready.model(user, store);
            DatasetId waiting = user.createDataset("tabular-classification");
            execute("truncate worker");
            user.upload(waiting);
            List<String> before = new ArrayList<>(store.list(StoreLayout.uploads(waiting)));
            before.addAll(keysOf(model));
            for (String key : before) {
                age(key, OLD);
            }
            execute("truncate job cascade");

            // When
            retention.clean();

            // Then
            Awaitility.await().atMost(LONGEST).until(this::nothingPending);
            assertThat(store.list("")).containsAll(before);
            user.call().get("/v1/models/" + model + "/versions/1/files").then().statusCode(200);
        }
    }

    @Test
    void whenEverythingIsDeletedNothingIsLeftInTheStore() throws IOException {
        // Given
        Awaitility.await().atMost(LONGEST).until(this::nothingPending);
        List<String> before = store.list("");
        DatasetId dataset;
        ModelId model;
        try (TrainedModels ready = new TrainedModels()) {
            dataset = ready.dataset(user, store);
            model = user.createModel("tabular-classification");
            ready.train(user, store, model, dataset);
            ready.train(user, store, model, dataset);
            fail(ready.worker(), ready.submit(user, model, dataset));
        }
        List<String> jobs = user.call().get("/v1/jobs").path("items.id");
        for (String job : jobs) {
            String run = user.call().get("/v1/jobs/" + job).path("run");
            put("runs/" + run + "/log/00000000.txt", Duration.ZERO);
            put("runs/" + run + "/checkpoints/1/weights", Duration.ZERO);
        }
        assertThat(jobs).hasSize(4);

        // When
        user.call().delete("/v1/models/" + model + "/versions/2").then().statusCode(204);
        user.call().delete("/v1/models/" + model).then().statusCode(204);
        user.call().delete("/v1/datasets/" + dataset).then().statusCode(204);
        jobs.forEach(job -> user.call().delete("/v1/jobs/" + job).then().statusCode(204));

        // Then
        Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(store.list(""))
                .isSubsetOf(before));
        assertThat(Files.exists(store.localFile("datasets/" + dataset).orElseThrow()))
                .isFalse();
        user.call().get("/v1/usage").then().body("stored_bytes.used", equalTo(0));
    }

    private void fail(FakeWorker worker, JobId job) throws IOException {
        RunKey run = worker.takeAndStart(job);
        put(StoreLayout.artifact(run.run()) + "/half", Duration.ZERO);
        worker.say(new JobEvent.Failed(run, Instant.now(), ErrorCode.UNTRAINABLE, "not a number", false));
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> user.call().get("/v1/jobs/" + job).path("state").equals("failed"));
    }

    private List<String> keysOf(ModelId model) throws SQLException, IOException {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("select artifact_prefix from model_version where model = ?")) {
            statement.setString(1, model.value());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return store.list(rows.getString(1));
            }
        }
    }

    private boolean nothingPending() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from pending_deletion where not_before <= now()")) {
            rows.next();
            return rows.getLong(1) == 0;
        }
    }

    private void put(String key, Duration age) throws IOException {
        store.put(key, new ByteArrayInputStream(new byte[1]));
        age(key, age);
    }

    private void age(String key, Duration age) throws IOException {
        Files.setLastModifiedTime(
                store.localFile(key).orElseThrow(), FileTime.from(Instant.now().minus(age)));
    }

    private void awaitGone(String prefix) {
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> store.list(prefix).isEmpty() && store.size(prefix).isEmpty());
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
