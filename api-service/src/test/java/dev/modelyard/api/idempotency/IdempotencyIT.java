package dev.modelyard.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.TrainedModels;
import dev.modelyard.api.dataset.CreateDataset;
import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests under an {@code Idempotency-Key}, sent again, at the same time, changed, and by others. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class IdempotencyIT {
    private static final String NEWS = "{\"name\":\"news\",\"task\":\"text-classification\"}";
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final ApiUser user = ApiUser.fresh();
    private final String key = UUID.randomUUID().toString();

    @Inject
    IdempotencyService service;

    @Inject
    IdempotencyStore keys;

    @Inject
    DatasetService datasets;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void leaveNoJob() throws SQLException {
        execute("truncate job cascade");
    }

    @Test
    void aRequestThatIsSentAgainGetsTheSameAnswerAndMakesNothingNew() {
        // When
        Response first = under(key, user).body(NEWS).post("/v1/datasets");
        Response again = under("\"" + key + "\"", user)
                .body("{ \"task\": \"text-classification\", \"name\": \"news\" }")
                .post("/v1/datasets");

        // Then
        first.then()
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .header("Location", endsWith("/v1/datasets/" + first.path("id")))
                .contentType(ContentType.JSON)
                .body("name", equalTo("news"));
        again.then()
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .header("Location", equalTo(first.header("Location")))
                .contentType(ContentType.JSON);
        assertThat(again.asString()).isEqualTo(first.asString());
        user.call().get("/v1/datasets").then().body("items", hasSize(1));
    }

    @Test
    void withoutAKeyEveryRequestMakesItsOwn() {
        user.send(NEWS).post("/v1/datasets").then().statusCode(201).header("Location", notNullValue());
        user.send(NEWS).post("/v1/datasets").then().statusCode(201);

        user.call().get("/v1/datasets").then().body("items", hasSize(2));
    }

    @Test
    void aKeyOfAnotherRequestIsRefused() {
        // Given
        under(key, user).body(NEWS).post("/v1/datasets").then().statusCode(201);

        // Then
        refused(under(key, user).body(NEWS.replace("news", "olds")).post("/v1/datasets"));
        refused(under(key, user).body(NEWS).post("/v1/models"));
        user.call().get("/v1/datasets").then().body("items", hasSize(1));
        user.call().get("/v1/models").then().body("items", hasSize(0));
    }

    @Test
    void theSameKeyOfAnotherOwnerIsAnotherKey() {
        // Given
        ApiUser other = ApiUser.fresh();

        // When
        String mine = under(key, user).body(NEWS).post("/v1/datasets").path("id");
        String theirs = under(key, other)
                .body(NEWS.replace("news", "olds"))
                .post("/v1/datasets")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .path("id");

        // Then
        assertThat(theirs).isNotEqualTo(mine);
        other.call().get("/v1/datasets/" + mine).then().statusCode(404);
    }

    @Test
    void anErrorFreesTheKey() {
        under(key, user)
                .body(Map.of(
                        "name",
                        "a",
                        "task",
                        "text-classification",
                        "dataset",
                        DatasetId.fresh().value()))
                .post("/v1/models")
                .then()
                .statusCode(404);
        under(key, user).body("{\"name\":").post("/v1/datasets").then().statusCode(400);

        under(key, user).body(NEWS).post("/v1/datasets").then().statusCode(201);
    }

    @ParameterizedTest
    @MethodSource
    void aKeyOfAnotherFormIsRefusedByName(String wrong) {
        under(wrong, user)
                .body(NEWS)
                .post("/v1/datasets")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_field"))
                .body("errors.field", hasItem("Idempotency-Key"));
        user.call().get("/v1/datasets").then().body("items", hasSize(0));
    }

    static List<String> aKeyOfAnotherFormIsRefusedByName() {
        return List.of(" ", "\"\"", "\"", "a key", "a;b", "ключ", "x".repeat(256), "x".repeat(5000));
    }

    @Test
    void twoKeysAreRefusedAndAVeryLongOneNeverGetsHere() {
        user.send(NEWS)
                .header("Idempotency-Key", "a", "b")
                .post("/v1/datasets")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("Idempotency-Key"));
        assertThat(statusOfHugeKey()).startsWith("HTTP/1.1 4");

        user.call().get("/v1/datasets").then().body("items", hasSize(0));
    }

    @Test
    void whoeverSendsNoCredentialsIsUnauthenticatedWhateverTheKey() {
        under(key, user).body(NEWS).post("/v1/datasets").then().statusCode(201);

        RestAssured.given()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(NEWS)
                .post("/v1/datasets")
                .then()
                .statusCode(401);
    }

    @Test
    void ofManyAtOnceOneMakesSomethingAndTheOthersGetItsAnswerOrAreToldToComeBack() throws Exception {
        // When
        List<Response> answers = atOnce(24, () -> under(key, user).body(NEWS).post("/v1/datasets"));

        // Then
        Set<String> ids = new HashSet<>();
        for (Response answer : answers) {
            assertThat(answer.statusCode()).isIn(201, 409);
            if (answer.statusCode() == 201) {
                ids.add(answer.path("id"));
            } else {
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
        }
        assertThat(ids).hasSize(1);
        user.call().get("/v1/datasets").then().body("items", hasSize(1));
    }

    @Test
    void whileAnotherReplicaWorksOnTheRequestItIsToldToComeBack() {
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(keys.lock(new OwnerId(user.name()), new IdempotencyKey(key)))
                    .isTrue();

            under(key, user)
                    .body(NEWS)
                    .post("/v1/datasets")
                    .then()
                    .statusCode(409)
                    .header("Retry-After", "1")
                    .body("code", equalTo("conflict"));
        });

        under(key, user).body(NEWS).post("/v1/datasets").then().statusCode(201);
    }

    @Test
    void aReplicaThatDiesBeforeItsCommitLeavesNeitherTheThingNorTheKey() {
        // Given
        OwnerId owner = new OwnerId(user.name());
        IdempotencyKey used = new IdempotencyKey(key);
        Fingerprint fingerprint = Fingerprint.of("POST", "/v1/datasets", "");

        // When
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    service.once(owner, used, fingerprint, () -> {
                        datasets.create(owner, new CreateDataset("news", Task.TEXT_CLASSIFICATION, Optional.empty()));
                        return new Answer(201, Optional.empty(), "{}", false);
                    });
                    throw new IllegalStateException("the connection broke at the commit");
                }))
                .isInstanceOf(IllegalStateException.class);

        // Then
        assertThat(service.earlier(owner, used, fingerprint)).isEmpty();
        user.call().get("/v1/datasets").then().body("items", hasSize(0));
    }

    @Test
    void aKeyThatIsOldIsNewAgainAndIsForgotten() throws SQLException {
        // Given
        String first = under(key, user).body(NEWS).post("/v1/datasets").path("id");
        execute("update idempotency_key set at = now() - interval '25 hours' where key = '" + key + "'");

        // When
        under(key, user)
                .body(NEWS.replace("news", "olds"))
                .post("/v1/datasets")
                .then()
                .statusCode(201)
                .body("id", not(equalTo(first)));

        // Then
        under(key, user)
                .body(NEWS.replace("news", "olds"))
                .post("/v1/datasets")
                .then()
                .header("Idempotent-Replayed", "true");
        execute("update idempotency_key set at = now() - interval '25 hours' where key = '" + key + "'");
        assertThat(service.forgetOld(10)).isPositive();
        assertThat(service.forgetOld(10)).isZero();
    }

    @Test
    void anUploadThatIsSentAgainIsOneJobAndIsStoredOnce() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        String path = "/v1/datasets/" + id + "/content?format=csv";

        // When
        Response first = upload(path, "a,b,label\n1,2,x\n");
        Response again = upload(path, "a,b,label\n1,2,x\n");

        // Then
        first.then().statusCode(202).header("Location", endsWith("/v1/jobs/" + first.path("id")));
        again.then().statusCode(202).header("Idempotent-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
        refused(upload(path, "a,b,label\n1,2,x\n3,4,y\n"));
        refused(upload(path + "&target=a", "a,b,label\n1,2,x\n"));
        user.call().get("/v1/jobs").then().body("items", hasSize(1));
        assertThat(store.list(StoreLayout.uploads(id))).hasSize(1);
    }

    @Test
    void aLargeUploadThatIsSentAgainIsAnsweredThoughNobodyReadsIt() {
        DatasetId id = user.createDataset("tabular-classification");
        String path = "/v1/datasets/" + id + "/content?format=csv";
        String content = "0123456789".repeat(2_000_000);
        Response first = upload(path, content);

        Response again = upload(path, content);

        again.then().statusCode(202).header("Idempotent-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    @Test
    void aFormThatIsSentAgainIsTheSameThoughItsBoundaryIsAnother() {
        DatasetId id = user.createDataset("tabular-classification");
        String path = "/v1/datasets/" + id + "/content";

        Response first = form(path);
        Response again = form(path);

        first.then().statusCode(202);
        again.then().statusCode(202).header("Idempotent-Replayed", "true");
        assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
    }

    @Test
    void ofTwoUploadsAtOnceTheFirstThatIsCompleteIsImportedAndBothAreAnsweredThat() throws IOException {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        String path = "/v1/datasets/" + id + "/content?format=csv";
        // Too long to be taken in before its upload begins
        String content = "a,b,label\n" + "1,2,x\n".repeat(20_000);

        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            slow.setSoTimeout((int) LONGEST.toMillis());
            slow.getOutputStream().write(head(path, content.length()).getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write(content.substring(0, 5).getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            Awaitility.await().atMost(LONGEST).until(() -> waitingUploads(id) == 1);

            // When
            String job = upload(path, content).then().statusCode(202).extract().path("id");
            slow.getOutputStream().write(content.substring(5).getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // Then
            assertThat(answer).startsWith("HTTP/1.1 202").contains("Idempotent-Replayed: true", job);
        }
        user.call().get("/v1/jobs").then().body("items", hasSize(1));
        Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(store.list(StoreLayout.uploads(id)))
                .hasSize(1));
    }

    @Test
    void trainingsSplitsAndDeploymentsAreDoneOnce() throws IOException {
        try (TrainedModels ready = new TrainedModels()) {
            // Given
            DatasetId dataset = ready.dataset(user, store);
            ModelId model = user.createModel("tabular-classification");
            ready.train(user, store, model, dataset);
            Map<String, Map<String, Object>> requests = Map.of(
                    "/v1/jobs",
                    Map.of("kind", "train", "model", model.value(), "dataset", dataset.value()),
                    "/v1/datasets/" + dataset + "/split",
                    Map.of("train", 0.5, "test", 0.5),
                    "/v1/deployments",
                    Map.of("model", model.value()));

            requests.forEach((path, body) -> {
                // When
                Response first = under(key + path.hashCode(), user).body(body).post(path);
                Response again = under(key + path.hashCode(), user).body(body).post(path);

                // Then
                first.then().statusCode(202).header("Location", notNullValue());
                again.then().statusCode(202).header("Idempotent-Replayed", "true");
                assertThat(again.asString()).isEqualTo(first.asString());
            });
            user.call().get("/v1/jobs?kind=train").then().body("items", hasSize(2));
            user.call().get("/v1/jobs?kind=split").then().body("items", hasSize(1));
            user.call().get("/v1/deployments").then().body("items", hasSize(1));
        }
    }

    private static void refused(Response answer) {
        answer.then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("idempotency_key_reused"));
    }

    private static RequestSpecification under(String key, ApiUser who) {
        return who.call().contentType(ContentType.JSON).header("Idempotency-Key", key);
    }

    private Response upload(String path, String content) {
        return user.call()
                .header("Idempotency-Key", key)
                .contentType("text/csv")
                .body(content)
                .post(path);
    }

    private Response form(String path) {
        return user.call()
                .header("Idempotency-Key", key)
                .multiPart("file", "rows.csv", "a,b,label\n1,2,x\n".getBytes(StandardCharsets.UTF_8), "text/csv")
                .post(path);
    }

    private String head(String path, int length) {
        return """
                POST %s HTTP/1.1\r
                Host: test\r
                Connection: close\r
                Authorization: Bearer %s\r
                Idempotency-Key: %s\r
                Content-Type: text/csv\r
                Content-Length: %d\r
                \r
                """.formatted(path, user.token(), key, length);
    }

    private String statusOfHugeKey() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout((int) LONGEST.toMillis());
            socket.getOutputStream()
                    .write("POST /v1/datasets HTTP/1.1\r\nHost: test\r\nIdempotency-Key: "
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write("x".repeat(40_000).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long waitingUploads(DatasetId id) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from stored where prefix like ?")) {
            statement.setString(1, StoreLayout.uploads(id) + "/%");
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
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
