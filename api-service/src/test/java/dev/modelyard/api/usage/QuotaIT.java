package dev.modelyard.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.Results;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.UploadId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of owners, at them and beyond. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class QuotaIT {
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final String SIXTY = "a,b,label\n" + "1,2,x\n".repeat(8) + "\n\n";

    private final ApiUser user = ApiUser.fresh();
    private final ApiUser admin = ApiUser.admin();

    @Inject
    StorageService storage;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() throws SQLException {
        execute("truncate worker");
    }

    @AfterEach
    void leaveNoJob() throws SQLException {
        execute("truncate job cascade");
        execute("truncate quota");
    }

    @Test
    void anOwnerSeesWhatItHasAndMayHave() {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        upload(id).then().statusCode(202);
        limit(Map.of("queued_jobs", 5, "running_jobs", 2, "stored_bytes", 1000));

        // Then
        for (String path : List.of("/v1/usage", "/v1/quotas/" + user.name())) {
            user.call()
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body("owner", equalTo(user.name()))
                    .body("queued_jobs.used", equalTo(1))
                    .body("queued_jobs.limit", equalTo(5))
                    .body("running_jobs.used", equalTo(0))
                    .body("running_jobs.limit", equalTo(2))
                    .body("stored_bytes.used", equalTo(60))
                    .body("stored_bytes.limit", equalTo(1000));
        }
    }

    @Test
    void onlyAdminsSetLimitsAndOthersLimitsAreNotFound() {
        user.send(Map.of("queued_jobs", 5))
                .put("/v1/quotas/" + user.name())
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        user.call().delete("/v1/quotas/" + user.name()).then().statusCode(403);
        user.call().get("/v1/quotas/" + admin.name()).then().statusCode(404).body("code", equalTo("not_found"));
        admin.call().get("/v1/quotas/" + user.name()).then().statusCode(200);
        RestAssured.given().get("/v1/usage").then().statusCode(401);
        RestAssured.given().get("/v1/quotas/" + user.name()).then().statusCode(401);
        RestAssured.given().delete("/v1/quotas/" + user.name()).then().statusCode(401);
    }

    @Test
    void aLimitThatMakesNoSenseIsRefusedByName() {
        admin.send(Map.of("queued_jobs", -1))
                .put("/v1/quotas/" + user.name())
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("queued_jobs"));
        admin.send(Map.of("jobs", 1))
                .put("/v1/quotas/" + user.name())
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("jobs"));
        admin.send(Map.of("stored_bytes", "many"))
                .put("/v1/quotas/" + user.name())
                .then()
                .statusCode(400);
    }

    @Test
    void limitsThatAreTakenBackAreThoseOfTheInstallation() {
        limit(Map.of("queued_jobs", 5));

        admin.call().delete("/v1/quotas/" + user.name()).then().statusCode(204);

        user.call().get("/v1/usage").then().body("queued_jobs.limit", nullValue());
    }

    @Test
    void aFullQueueRefusesItsOwnerAndNobodyElse() {
        // Given
        limit(Map.of("queued_jobs", 2));
        DatasetId id = user.createDataset("tabular-classification");
        String first = upload(id).then().statusCode(202).extract().path("id");
        upload(id).then().statusCode(202);

        // When
        upload(id)
                .then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("code", equalTo("too_many_requests"))
                .body("detail", equalTo("You may have 2 jobs in the queue, and 2 are there."));

        // Then
        ApiUser other = ApiUser.fresh();
        other.upload(other.createDataset("tabular-classification"));
        user.call().post("/v1/jobs/" + first + "/stop").then().statusCode(202);
        upload(id).then().statusCode(202);
        user.call().get("/v1/usage").then().body("queued_jobs.used", equalTo(2));
    }

    @Test
    void aJobGoesOnOnlyWhereTheQueueHasRoom() {
        limit(Map.of("queued_jobs", 1));
        DatasetId id = user.createDataset("tabular-classification");
        String first = upload(id).then().statusCode(202).extract().path("id");
        user.call().post("/v1/jobs/" + first + "/stop").then().statusCode(202);
        upload(id).then().statusCode(202);

        user.call()
                .post("/v1/jobs/" + first + "/resume")
                .then()
                .statusCode(429)
                .body("code", equalTo("too_many_requests"));
    }

    @Test
    void manySubmissionsAtOnceFillTheQueueExactly() throws Exception {
        limit(Map.of("queued_jobs", 7));
        DatasetId id = user.createDataset("tabular-classification");

        List<Response> answers = atOnce(20, () -> upload(id));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).hasSize(7);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 429).hasSize(13);
        user.call().get("/v1/usage").then().body("queued_jobs.used", equalTo(7));
    }

    @Test
    void anUploadThatDoesNotFitIsRefusedWhetherItsLengthIsAnnouncedOrNot() throws Exception {
        // Given
        limit(Map.of("stored_bytes", 100));
        DatasetId id = user.createDataset("tabular-classification");
        String job = upload(id).then().statusCode(202).extract().path("id");

        // Then
        upload(id)
                .then()
                .statusCode(413)
                .body("code", equalTo("quota_exceeded"))
                .body("detail", containsString("100 bytes"));
        assertThat(uploadInPieces(id, SIXTY).statusCode()).isEqualTo(413);
        form(id).then().statusCode(413).body("code", equalTo("quota_exceeded"));
        awaitUsed(60);
        assertThat(store.list(StoreLayout.uploads(id))).hasSize(1);
        assertThat(uploadInPieces(id, SIXTY.substring(0, 40)).statusCode()).isEqualTo(202);
        awaitUsed(100);

        // When
        user.call().post("/v1/jobs/" + job + "/stop").then().statusCode(202);

        // Then
        awaitUsed(40);
        upload(id).then().statusCode(202);
    }

    @Test
    void ofUploadsAtOnceOnlyAsManyPassAsFit() throws Exception {
        limit(Map.of("stored_bytes", 200));
        DatasetId id = user.createDataset("tabular-classification");

        List<Response> answers = atOnce(12, () -> upload(id));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 413).hasSize(9);
        awaitUsed(180);
    }

    @Test
    void reservationsOfManyAtOnceNeverExceedTheLimit() throws Exception {
        // Given
        limit(Map.of("stored_bytes", 1_000_000));
        OwnerId owner = new OwnerId(user.name());

        // When
        List<Long> granted = atOnce(16, () -> {
            String key = StoreLayout.upload(DatasetId.fresh(), UploadId.fresh());
            long last = 0;
            for (long bytes = 10_000; bytes <= 150_000; bytes += 10_000) {
                last = storage.reserve(owner, key, bytes, bytes + 5000);
            }
            return last;
        });

        // Then
        long all = granted.stream().mapToLong(Long::longValue).sum();
        assertThat(all).isEqualTo(storage.used(owner)).isLessThanOrEqualTo(1_000_000);
        assertThat(all).isGreaterThan(900_000);
    }

    @Test
    void versionsCountUntilTheyAreReallyDeleted() throws IOException {
        try (TrainedModels ready = new TrainedModels()) {
            // Given
            DatasetId dataset = ready.dataset(user, store);
            awaitNoUpload(dataset);
            long ofDataset = used();
            ModelId model = user.createModel("tabular-classification");
            ready.train(user, store, model, dataset);

            // Then
            int bytes = user.call().get("/v1/models/" + model + "/versions/1").path("bytes");
            assertThat(ofDataset).isPositive();
            assertThat(used()).isEqualTo(ofDataset + bytes);

            // When
            user.call().delete("/v1/models/" + model).then().statusCode(204);
            awaitUsed(ofDataset);
            user.call().delete("/v1/datasets/" + dataset).then().statusCode(204);

            // Then
            awaitUsed(0);
        }
    }

    @Test
    void aJobWhoseResultDoesNotFitFailsAndCountsNothing() throws IOException {
        try (TrainedModels ready = new TrainedModels()) {
            // Given
            DatasetId dataset = ready.dataset(user, store);
            awaitNoUpload(dataset);
            long before = used();
            limit(Map.of("stored_bytes", before + 500));
            ModelId model = user.createModel("tabular-classification");

            // When
            JobId job = ready.submit(user, model, dataset);
            Results.train(ready.worker(), store, job);

            // Then
            Awaitility.await()
                    .atMost(LONGEST)
                    .until(() ->
                            user.call().get("/v1/jobs/" + job).path("state").equals("failed"));
            user.call()
                    .get("/v1/jobs/" + job)
                    .then()
                    .body("error.code", equalTo("quota_exceeded"))
                    .body("error.message", containsString("of the %d bytes".formatted(before + 500)));
            user.call().get("/v1/models/" + model).then().body("state", equalTo("draft"));
            assertThat(used()).isEqualTo(before);
        }
    }

    private void limit(Map<String, Object> quota) {
        admin.send(quota).put("/v1/quotas/" + user.name()).then().statusCode(200);
    }

    private Response upload(DatasetId id) {
        return user.call().contentType("text/csv").body(SIXTY).post("/v1/datasets/" + id + "/content");
    }

    private Response form(DatasetId id) {
        return user.call()
                .multiPart("file", "rows.csv", SIXTY.getBytes(StandardCharsets.US_ASCII), "text/csv")
                .post("/v1/datasets/" + id + "/content");
    }

    /** An upload whose length nobody knows before its end. */
    private HttpResponse<String> uploadInPieces(DatasetId id, String content) throws IOException, InterruptedException {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + RestAssured.port + "/v1/datasets/" + id + "/content?format=csv"))
                .header("Authorization", "Bearer " + user.token())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private long used() {
        return storage.used(new OwnerId(user.name()));
    }

    private void awaitUsed(long bytes) {
        Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(used())
                .isEqualTo(bytes));
    }

    private void awaitNoUpload(DatasetId dataset) {
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> store.list(StoreLayout.uploads(dataset)).isEmpty() && !uploadCounts(dataset));
    }

    private boolean uploadCounts(DatasetId dataset) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select 1 from stored where prefix like ?")) {
            statement.setString(1, StoreLayout.uploads(dataset) + "/%");
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (var pool = Executors.newFixedThreadPool(times)) {
            List<Future<T>> futures =
                    pool.invokeAll(IntStream.range(0, times).mapToObj(_ -> work).toList());
            return futures.stream().map(Future::resultNow).toList();
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
