package dev.modelyard.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeWorker;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.Results;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.embedded.SharedInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content on its way into versions and out again, with a worker played by the test. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class ContentIT {
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private static FakeWorker worker;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    @ConfigProperty(name = "modelyard.import-roots")
    Path root;

    private final ApiUser user = ApiUser.fresh();

    @BeforeAll
    static void hire() {
        worker = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.SHORT);
        worker.wakeUp();
    }

    @AfterAll
    static void dismiss() {
        worker.close();
    }

    @BeforeEach
    void forgetJobs() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    @Test
    void anUploadThatIsNotWhatItsDigestSaysIsRefusedAndLeavesNothing() {
        DatasetId id = user.createDataset("tabular-classification");
        String of = "sha-256=:mrSr4delmVVC4PCYRPKfZlNyMBzcnAzm1xgz1AfvGg0=:";
        for (String wrong : List.of(
                "sha-256=:2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=:",
                "sha-256=:AAAA:",
                "sha-256=x",
                "sha-512=:AAAA:, sha-256=:2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=:")) {
            user.call()
                    .contentType("text/csv")
                    .header("Content-Digest", wrong)
                    .body("a,b,label\n1,2,x\n3,4,y\n")
                    .post("/v1/datasets/" + id + "/content")
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("Content-Digest"));
        }
        await(() -> store.list("datasets/" + id).isEmpty());

        user.call()
                .contentType("text/csv")
                .header("Content-Digest", of)
                .body("a,b,label\n1,2,x\n3,4,y\n")
                .post("/v1/datasets/" + id + "/content")
                .then()
                .statusCode(202);
    }

    @Test
    void anUploadBecomesAVersionAndIsRemovedOnceItsJobHasEnded() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");

        // When
        JobId job = new JobId(user.call()
                .contentType("text/csv")
                .body("a,b,label\n1,2,x\n3,4,y\n")
                .queryParam("target", "label")
                .queryParam("labels", "x, y")
                .queryParam("split", "0.8,0.2")
                .queryParam("seed", 7)
                .post("/v1/datasets/" + id + "/content")
                .then()
                .statusCode(202)
                .body("kind", equalTo("import"))
                .body("state", equalTo("queued"))
                .body("dataset", equalTo(id.value()))
                .extract()
                .path("id"));

        // Then
        user.call().get("/v1/datasets/" + id).then().body("state", equalTo("importing"));
        Dispatch dispatch = worker.take(job);
        JobSpec.ImportDataset spec = (JobSpec.ImportDataset) dispatch.spec();
        ImportSource.Upload source = (ImportSource.Upload) spec.source();
        assertThat(spec.task()).isEqualTo(Task.TABULAR_CLASSIFICATION);
        assertThat(spec.options()).isEqualTo(new ImportOptions(Optional.of("label"), List.of("x", "y")));
        assertThat(spec.split()).contains(new SplitRule(0.8, 0.2, 0, 7));
        assertThat(source.format()).isEqualTo(ContentFormat.CSV);
        assertThat(content(source.key())).isEqualTo("a,b,label\n1,2,x\n3,4,y\n");
        user.call().delete("/v1/datasets/" + id).then().statusCode(409).body("code", equalTo("dataset_in_use"));

        // When
        JobEvent.RunKey run = worker.start(dispatch);
        worker.say(new JobEvent.Failed(run, Instant.now(), ErrorCode.INVALID_DATA, "line 2: …", false));

        // Then
        await(() -> user.call().get("/v1/datasets/" + id).path("state").equals("empty"));
        await(() -> store.size(source.key()).isEmpty());
    }

    @Test
    void aRetriedImportStillFindsItsUpload() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        JobId job = user.upload(id);
        Dispatch first = worker.take(job);
        worker.say(new JobEvent.Yielded(worker.start(first), Instant.now(), "shutting down", Optional.empty()));

        // When
        Dispatch second = worker.take(job);

        // Then
        ImportSource.Upload source = (ImportSource.Upload) ((JobSpec.ImportDataset) second.spec()).source();
        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(store.size(source.key())).isPresent();
    }

    @Test
    void aResultIsAVersionWithItsCounts() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");

        // When
        version(id, 6, 1, 3);

        // Then
        user.call()
                .get("/v1/datasets/" + id)
                .then()
                .body("state", equalTo("ready"))
                .body("latest_version", equalTo(1))
                .body("versions", equalTo(1));
        user.call()
                .get("/v1/datasets/" + id + "/versions/1")
                .then()
                .statusCode(200)
                .body("dataset", equalTo(id.value()))
                .body("version", equalTo(1))
                .body("task", equalTo("tabular-classification"))
                .body("labels", equalTo(List.of("x", "y")))
                .body(
                        "columns",
                        equalTo(List.of(
                                Map.of("name", "a"), Map.of("name", "b", "categories", List.of("even", "odd")))))
                .body("target", equalTo("label"))
                .body("counts", equalTo(Map.of("train", 6, "validation", 1, "test", 3)))
                .body("label_counts.train", equalTo(Map.of("x", 3, "y", 3)))
                .body("bytes", equalTo(4711));
        user.call()
                .get("/v1/datasets/" + id + "/versions")
                .then()
                .statusCode(200)
                .body("items.version", equalTo(List.of(1)));
        user.call().get("/v1/datasets/" + id + "/versions/2").then().statusCode(404);
        user.call().get("/v1/datasets/" + id + "/versions/one").then().statusCode(404);
    }

    @Test
    void aResultThatIsNotInTheStoreFailsItsJobAndMakesNoVersion() {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        JobId job = user.upload(id);

        // When
        worker.succeed(worker.takeAndStart(job), "no summary");

        // Then
        await(() -> user.call().get("/v1/datasets/" + id).path("state").equals("empty"));
        user.call()
                .get("/v1/datasets/" + id + "/versions")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void recordsComePageByPageAndByLabelAndSplit() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        version(id, 6, 1, 3);

        // Then
        assertThat(indexes(id, "")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(indexes(id, "label=y&")).containsExactly(1, 3, 5, 7, 9);
        assertThat(indexes(id, "split=test&")).containsExactly(7, 8, 9);
        assertThat(indexes(id, "split=test&label=x&")).containsExactly(8);
        records(id, "limit=50")
                .body("items[0].split", equalTo("train"))
                .body("items[0].label", equalTo("x"))
                .body("items[1].row", equalTo(List.of(1.0f, "odd")))
                .body("items[4].row", equalTo(List.of(4.0f, "")))
                .body("items[0].text", nullValue());
    }

    @Test
    void aPageAfterTheFirstReadsOnlyWhatFollows() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        version(id, 6, 1, 3);
        String next = records(id, "limit=4").extract().path("next");

        // When
        var page = records(id, "limit=200&cursor=" + next);

        // Then
        page.body("items.index", equalTo(List.of(4, 5, 6, 7, 8, 9))).body("next", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "split=tuesday",
                "label=z",
                "cursor=garbage",
                "cursor=WyIzIiwiMCJd",
                "cursor=WyI5OTk5OTkiLCIwIl0",
                "limit=201"
            })
    void recordsRefuseParametersThatMeanNothing(String query) throws IOException {
        DatasetId id = user.createDataset("tabular-classification");
        version(id, 2, 0, 0);

        user.call()
                .get("/v1/datasets/" + id + "/versions/1/records?" + query)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(query.split("=")[0]));
    }

    @Test
    void filesAreListedAndDownloadedAsWhatTheyAre() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        version(id, 2, 0, 0);
        String files = "/v1/datasets/" + id + "/versions/1/files";

        // Then
        String next = user.call()
                .get(files + "?limit=2")
                .then()
                .statusCode(200)
                .body("items.path", equalTo(List.of("files/a picture.png", "files/page.html")))
                .body("items[0].size", equalTo(3))
                .extract()
                .path("next");
        user.call().get(files + "?cursor=" + next).then().body("items.path", equalTo(List.of("records.jsonl")));
        var picture = user.call()
                .get(files + "/files/a picture.png")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Length", "3")
                .extract();
        assertThat(picture.asByteArray()).containsExactly(1, 2, 3);
        user.call()
                .header("If-None-Match", picture.header("ETag"))
                .get(files + "/files/a picture.png")
                .then()
                .statusCode(304);
        user.call().get(files + "/files/page.html").then().contentType("application/octet-stream");
        user.call().get(files + "/records.jsonl").then().contentType("application/x-ndjson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.json.bak",
                "files",
                "files/",
                "../artifact/records.jsonl",
                "%2e%2e/artifact/records.jsonl",
                "files/%2e%2e/%2e%2e/records.jsonl",
                "..%2f..%2f..%2fetc%2fpasswd",
                "%2fetc%2fpasswd",
                "files/..%5crecords.jsonl",
                "records.jsonl%00.png"
            })
    void noPathLeadsOutOfTheVersion(String path) throws IOException {
        DatasetId id = user.createDataset("tabular-classification");
        version(id, 2, 0, 0);

        int status = user.call()
                .urlEncodingEnabled(false)
                .get("/v1/datasets/" + id + "/versions/1/files/" + path)
                .statusCode();

        assertThat(status).isIn(400, 404);
    }

    @Test
    void aDeletedDatasetLeavesNothingInTheStore() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        ArtifactReference artifact = version(id, 2, 0, 0);
        assertThat(store.list(artifact.prefix())).isNotEmpty();

        // When
        user.call().delete("/v1/datasets/" + id).then().statusCode(204);

        // Then
        await(() -> store.list(artifact.prefix()).isEmpty()
                && store.list(StoreLayout.uploads(id)).isEmpty());
    }

    @Test
    void aSplitMakesTheNextVersion() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        ArtifactReference artifact = version(id, 10, 0, 0);

        // When
        JobId job = new JobId(user.send(Map.of("train", 0.5, "test", 0.5, "seed", 3))
                .post("/v1/datasets/" + id + "/split")
                .then()
                .statusCode(202)
                .body("kind", equalTo("split"))
                .extract()
                .path("id"));
        Dispatch dispatch = worker.take(job);

        // Then
        JobSpec.SplitDataset spec = (JobSpec.SplitDataset) dispatch.spec();
        assertThat(spec.dataset()).isEqualTo(new JobSpec.DatasetInput(id, 1, artifact));
        assertThat(spec.split()).isEqualTo(new SplitRule(0.5, 0, 0.5, 3));
    }

    @Test
    void aSplitNeedsAVersionAndSharesThatAddUp() throws IOException {
        DatasetId id = user.createDataset("tabular-classification");
        String split = "/v1/datasets/" + id + "/split";
        user.send(Map.of("train", 0.5, "test", 0.5))
                .post(split)
                .then()
                .statusCode(409)
                .body("code", equalTo("dataset_empty"));
        version(id, 2, 0, 0);
        user.send(Map.of("train", 0.5, "test", 0.6)).post(split).then().statusCode(400);
        user.send(Map.of("train", 0.5, "test", 0.5, "version", 9))
                .post(split)
                .then()
                .statusCode(404);
        ApiUser.fresh()
                .send(Map.of("train", 0.5, "test", 0.5))
                .post(split)
                .then()
                .statusCode(404);
    }

    @Test
    void aFormUploadsItsFilePart() {
        DatasetId id = user.createDataset("tabular-classification");

        JobId job = new JobId(user.call()
                .multiPart("file", "../../iris.csv", "a,label\n1,x\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/datasets/" + id + "/content")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));

        ImportSource.Upload source =
                (ImportSource.Upload) ((JobSpec.ImportDataset) worker.take(job).spec()).source();
        assertThat(source.name()).isEqualTo("iris.csv");
        assertThat(source.format()).isEqualTo(ContentFormat.CSV);
    }

    @ParameterizedTest
    @CsvSource({
        "application/octet-stream,seed=1,format",
        "application/octet-stream,format=exe,format",
        "application/zip,format=jsonl,format",
        "text/csv,'split=1,2,3',split",
        "text/csv,split=half,split",
        "text/csv,'labels=x,x',labels"
    })
    void anUploadThatCannotBeReadIsRefused(String type, String query, String field) {
        DatasetId id = user.createDataset("tabular-classification");

        user.call()
                .contentType(type)
                .body(new byte[10])
                .post("/v1/datasets/" + id + "/content?" + query)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(field));
        user.call().get("/v1/datasets/" + id).then().body("state", equalTo("empty"));
    }

    @Test
    void anEmptyUploadIsRefusedAndLeavesNothing() throws IOException {
        DatasetId id = user.createDataset("tabular-classification");

        user.call()
                .contentType("text/csv")
                .body(new byte[0])
                .post("/v1/datasets/" + id + "/content")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_request"));

        await(() -> store.list(StoreLayout.uploads(id)).isEmpty());
    }

    @Test
    void nobodyUploadsIntoAnothersDataset() {
        DatasetId id = user.createDataset("tabular-classification");

        ApiUser.fresh()
                .call()
                .contentType("text/csv")
                .body("a,b\n")
                .post("/v1/datasets/" + id + "/content")
                .then()
                .statusCode(404);
    }

    @Test
    void aFolderBelowARootIsImportedByItsRealPath() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        Path folder = Files.createDirectories(root.resolve("set"));
        Path link = root.resolve("link to set");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, folder);

        // When
        JobId job = new JobId(user.send(Map.of("path", link.toString(), "split", Map.of("train", 0.9, "test", 0.1)))
                .post("/v1/datasets/" + id + "/import")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));

        // Then
        JobSpec.ImportDataset spec = (JobSpec.ImportDataset) worker.take(job).spec();
        assertThat(spec.source())
                .isEqualTo(new ImportSource.Folder(folder.toRealPath().toString()));
        assertThat(spec.split()).contains(new SplitRule(0.9, 0, 0.1, 42));
    }

    /** They would not fit into the message that hands the import out, and nothing would be handed out behind it. */
    @Test
    void labelsThatAreTooMuchTogetherAreRefused() throws IOException {
        DatasetId id = user.createDataset("tabular-classification");
        Path folder = Files.createDirectories(root.resolve("set"));
        List<String> labels = IntStream.range(0, 9000)
                .mapToObj(label -> label + "标".repeat(190))
                .toList();

        user.send(Map.of("path", folder.toString(), "labels", labels))
                .post("/v1/datasets/" + id + "/import")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("labels"))
                .body("errors[0].message", endsWith("together; at most 524288"));
    }

    @ParameterizedTest
    @CsvSource({
        "/etc,422,path_not_allowed",
        "/no/such/folder,422,path_not_allowed",
        "../,422,path_not_allowed",
        "set/../../..,422,path_not_allowed",
        "way out,422,path_not_allowed",
        "nothing here,400,invalid_field",
        "' ',400,invalid_field"
    })
    void aFolderElsewhereIsRefused(String path, int status, String code) throws IOException {
        DatasetId id = user.createDataset("tabular-classification");
        Path wayOut = root.resolve("way out");
        Files.deleteIfExists(wayOut);
        Files.createSymbolicLink(wayOut, Path.of("/etc"));

        user.send(Map.of("path", path))
                .post("/v1/datasets/" + id + "/import")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private ArtifactReference version(DatasetId id, int train, int validation, int test) throws IOException {
        ArtifactReference artifact =
                Results.importRows(worker, store, user.upload(id), Results.rows(train, validation, test));
        await(() -> user.call().get("/v1/datasets/" + id).path("state").equals("ready"));
        return artifact;
    }

    private List<Integer> indexes(DatasetId id, String query) {
        List<Integer> indexes = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = records(id, query + "limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            indexes.addAll(page.extract().path("items.index"));
            cursor = page.extract().path("next");
        }
        return indexes;
    }

    private ValidatableResponse records(DatasetId id, String query) {
        return user.call()
                .get("/v1/datasets/" + id + "/versions/1/records?" + query)
                .then()
                .statusCode(200);
    }

    private String content(String key) throws IOException {
        try (var in = store.open(key)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(condition);
    }
}
