package dev.modelyard.api.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeWorker;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.api.watch.EventReader.Event;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.embedded.SharedInfrastructure;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs watched over HTTP while a worker played by the test runs them. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class WatchIT {
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final FakeWorker WORKER = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.SHORT);

    private final ApiUser user = ApiUser.fresh();
    private final Caller caller = new Caller(new OwnerId(user.name()), Set.of(Role.USER));

    @Inject
    JobService jobs;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @AfterAll
    static void dismiss() {
        WORKER.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
            statement.execute("truncate worker");
        }
    }

    @AfterEach
    void rest() {
        WORKER.fallSilent();
    }

    @Test
    void whoeverWatchesIsToldTheJobAndThenEachChangeUntilItsEnd() {
        // Given
        JobId job = submit();
        try (EventReader reader = EventReader.open(user, job)) {
            Event first = reader.next();

            // When
            WORKER.wakeUp();
            RunKey run = WORKER.takeAndStart(job);
            WORKER.say(progress(run, 1));
            WORKER.say(checkpoint(run, 1));
            WORKER.succeed(run, "fine");
            List<Event> rest = reader.rest();

            // Then
            assertThat(reader.contentType()).startsWith("text/event-stream");
            assertThat(first.type()).isEqualTo("job");
            assertThat(first.id()).isZero();
            assertThat(first.data().path("id").asText()).isEqualTo(job.value());
            assertThat(first.data().path("state").asText()).isEqualTo("queued");
            assertThat(first.data().path("queue_position").asInt()).isEqualTo(1);
            assertThat(rest)
                    .extracting(Event::type)
                    .containsExactly("state", "state", "progress", "checkpoint", "state");
            assertThat(rest).extracting(Event::id).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(states(rest)).containsExactly("dispatched", "running", "succeeded");
            assertThat(rest.get(1).data().path("run").asText())
                    .isEqualTo(run.run().value());
            assertThat(rest.get(2).data().path("progress").path("percent").asDouble())
                    .isEqualTo(10);
            assertThat(rest.get(2)
                            .data()
                            .path("epoch")
                            .path("values")
                            .path("train_loss")
                            .asDouble())
                    .isEqualTo(1);
            assertThat(rest.get(3).data().path("epoch").asInt()).isEqualTo(1);
            assertThat(rest.get(4).data().path("result").path("model_version").asInt())
                    .isEqualTo(7);
        }
    }

    @Test
    void whoeverComesBackWithTheLastIdMissesNothing() {
        // Given
        JobId job = submit();
        WORKER.wakeUp();
        RunKey run = WORKER.takeAndStart(job);
        long last;
        try (EventReader reader = EventReader.open(user, job, "Last-Event-ID", "0")) {
            reader.next();
            last = reader.next().id();
        }

        // When
        for (int epoch = 1; epoch <= 250; epoch++) {
            WORKER.say(progress(run, epoch));
        }
        try (EventReader reader = EventReader.open(user, job, "Last-Event-ID", String.valueOf(last))) {
            for (int epoch = 251; epoch <= 500; epoch++) {
                WORKER.say(progress(run, epoch));
            }
            WORKER.succeed(run, "fine");

            // Then
            assertThat(last).isEqualTo(2);
            assertThat(reader.rest())
                    .extracting(Event::id)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(3, 503).boxed().toList());
        }
        assertThat(EventReader.open(user, job, "Last-Event-ID", "503").status()).isEqualTo(204);
    }

    @Test
    void aChangeAppliedByAnotherReplicaIsTold() throws SQLException {
        // Given
        JobId job = submit();
        try (EventReader reader = EventReader.open(user, job)) {
            reader.next();

            // When
            execute("update job set events = 1 where id = '%s'".formatted(job));
            execute("insert into job_change values ('%s', 1, 'progress', '{}')".formatted(job));
            execute("select pg_notify('modelyard', 'JOB %s another-replica')".formatted(job));

            // Then
            assertThat(reader.next().id()).isEqualTo(1);
        }
    }

    @Test
    void theStreamOfADeletedJobSaysThatItIsGone() throws SQLException {
        // Given
        JobId job = submit();
        try (EventReader reader = EventReader.open(user, job)) {
            reader.next();

            // When
            execute("delete from job where id = '%s'".formatted(job));
            execute("select pg_notify('modelyard', 'JOB %s another-replica')".formatted(job));

            // Then
            assertThat(reader.rest()).extracting(Event::type).containsExactly("gone");
        }
    }

    @Test
    void anEndedJobIsToldOnce() {
        // Given
        JobId job = submit();
        jobs.stop(caller, job);

        // When
        try (EventReader reader = EventReader.open(user, job)) {
            // Then
            assertThat(reader.rest()).singleElement().satisfies(only -> {
                assertThat(only.type()).isEqualTo("job");
                assertThat(only.id()).isEqualTo(1);
                assertThat(only.data().path("state").asText()).isEqualTo("stopped");
            });
        }
        try (EventReader reader = EventReader.open(user, job, "Last-Event-ID", "0")) {
            assertThat(states(reader.rest())).containsExactly("stopped");
        }
    }

    @Test
    void aStreamIsRefusedWithTheReason() {
        JobId job = submit();
        user.call()
                .header("Last-Event-ID", "7")
                .get("/v1/jobs/" + job + "/events")
                .then()
                .statusCode(400);
        user.call()
                .header("Last-Event-ID", "seven")
                .get("/v1/jobs/" + job + "/events")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Last-Event-ID"));
        user.call()
                .header("Last-Event-ID", "-1")
                .get("/v1/jobs/" + job + "/events")
                .then()
                .statusCode(400);
        RestAssured.given().get("/v1/jobs/" + job + "/events").then().statusCode(401);
        ApiUser.fresh().call().get("/v1/jobs/" + job + "/events").then().statusCode(404);
        ApiUser.fresh()
                .call()
                .get("/v1/jobs/" + job + "/log?follow=true")
                .then()
                .statusCode(404);
        user.call().get("/v1/jobs/" + job + "/log?follow=perhaps").then().statusCode(400);
        user.call().get("/v1/jobs/" + job + "/log?offset=-1").then().statusCode(400);
    }

    @Test
    void anOwnerHasOnlySoManyStreamsAndAClosedOneMakesRoom() {
        JobId job = submit();
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(EventReader.open(user, job));
            readers.getLast().next();
        }

        assertThat(EventReader.open(user, job).status()).isEqualTo(429);
        assertThat(EventReader.open(ApiUser.admin(), job).status()).isEqualTo(200);

        readers.getFirst().close();
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> EventReader.open(user, job).status() == 200);
    }

    @Test
    void aLogThatIsFollowedGrowsWithItsRunsAndEndsWithItsJob() throws IOException, InterruptedException {
        // Given
        JobId job = submit();
        WORKER.wakeUp();
        Dispatch dispatch = WORKER.take(job);
        RunKey first = WORKER.start(dispatch);
        log(first.run(), 0, "attempt 1\n");
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + RestAssured.port + "/v1/jobs/" + job + "/log?follow=true&offset=8"))
                .header("Authorization", "Bearer " + user.token())
                .build();
        InputStream body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();

        // When
        String begin = new String(body.readNBytes(2), StandardCharsets.UTF_8);
        log(first.run(), 1, "epoch 1\n");
        String more = new String(body.readNBytes(8), StandardCharsets.UTF_8);
        WORKER.say(new JobEvent.Yielded(first, Instant.now(), "shutting down", Optional.empty()));
        RunKey second = WORKER.takeAndStart(job);
        log(second.run(), 0, "attempt 2\n");
        WORKER.succeed(second, "fine");

        // Then
        assertThat(begin).isEqualTo("1\n");
        assertThat(more).isEqualTo("epoch 1\n");
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("attempt 2\n");
    }

    @Test
    void aStoppedJobGoesOnFromItsFurthestCheckpointOrFromOneThatIsNamed() {
        // Given
        JobId job = submit();
        WORKER.wakeUp();
        RunKey run = WORKER.takeAndStart(job);
        for (int epoch = 1; epoch <= 4; epoch++) {
            WORKER.say(checkpoint(run, epoch));
        }
        stop(job, run);

        // When
        user.call().get("/v1/jobs/" + job + "/checkpoints").then().body("items.epoch", equalTo(List.of(4, 3, 2)));
        user.send(Map.of())
                .post("/v1/jobs/" + job + "/resume")
                .then()
                .statusCode(202)
                .body("state", equalTo("queued"));
        Dispatch furthest = WORKER.take(job);
        stop(job, WORKER.start(furthest));
        user.call()
                .post("/v1/jobs/" + job + "/resume?epoch=1")
                .then()
                .statusCode(409)
                .body("detail", equalTo("No checkpoint of epoch 1 is kept; there are those of 2, 3, 4."));
        user.call().post("/v1/jobs/" + job + "/resume?epoch=3").then().statusCode(202);
        Dispatch named = WORKER.take(job);

        // Then
        assertThat(furthest.resume()).map(CheckpointReference::epoch).contains(4);
        assertThat(named.resume()).map(CheckpointReference::epoch).contains(3);
        user.call().get("/v1/jobs/" + job + "/checkpoints").then().body("items.epoch", equalTo(List.of(3, 2)));
        user.call().post("/v1/jobs/" + job + "/resume").then().statusCode(409);
        WORKER.succeed(WORKER.start(named), "fine");
        awaitState(job, "succeeded");
        user.call().post("/v1/jobs/" + job + "/resume").then().statusCode(409);
        user.call().get("/v1/jobs/" + job + "/checkpoints").then().body("items.size()", equalTo(0));
    }

    @Test
    void aFailedJobGoesOnAndItsFailuresCountNoMore() {
        // Given
        JobId job = submit();
        WORKER.wakeUp();
        for (int attempt = 1; attempt <= 3; attempt++) {
            RunKey run = WORKER.takeAndStart(job);
            WORKER.say(new JobEvent.Failed(run, Instant.now(), ErrorCode.STORAGE_UNAVAILABLE, "no disk", true));
        }
        awaitState(job, "failed");

        // When
        user.call().post("/v1/jobs/" + job + "/resume").then().statusCode(202);
        RunKey run = WORKER.takeAndStart(job);
        WORKER.say(new JobEvent.Failed(run, Instant.now(), ErrorCode.STORAGE_UNAVAILABLE, "no disk", true));
        WORKER.succeed(WORKER.takeAndStart(job), "fine");

        // Then
        awaitState(job, "succeeded");
        JsonNode ended = user.call().get("/v1/jobs/" + job).as(JsonNode.class);
        assertThat(ended.has("error")).isFalse();
        assertThat(ended.path("attempt").asInt()).isEqualTo(5);
    }

    @Test
    void resumingIsRefusedWithTheReason() {
        JobId job = submit();
        jobs.stop(caller, job);
        user.call()
                .post("/v1/jobs/" + job + "/resume?epoch=first")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("epoch"));
        user.call().post("/v1/jobs/" + job + "/resume?epoch=-1").then().statusCode(400);
        user.call().post("/v1/jobs/" + job + "/resume?epoch=1&epoch=2").then().statusCode(400);
        user.send(Map.of("epoch", 1))
                .post("/v1/jobs/" + job + "/resume")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_request"));
        RestAssured.given().post("/v1/jobs/" + job + "/resume").then().statusCode(401);
        RestAssured.given().get("/v1/jobs/" + job + "/checkpoints").then().statusCode(401);
        ApiUser.fresh().call().post("/v1/jobs/" + job + "/resume").then().statusCode(404);
        ApiUser.fresh().call().get("/v1/jobs/" + job + "/checkpoints").then().statusCode(404);
        user.call()
                .post("/v1/jobs/" + job + "/resume?epoch=2")
                .then()
                .statusCode(409)
                .body("detail", equalTo("No checkpoint of this job is kept; without an epoch it begins anew."));
        user.call().post("/v1/jobs/" + job + "/resume").then().statusCode(202);
    }

    private JobId submit() {
        return jobs.submit(
                        caller.owner(),
                        JobRequest.of(
                                new JobSpec.Unknown(),
                                new JobSubject(Optional.empty(), Optional.empty(), Optional.empty())))
                .id();
    }

    private void stop(JobId job, RunKey run) {
        awaitState(job, "running");
        jobs.stop(caller, job);
        WORKER.say(new JobEvent.Stopped(run, Instant.now(), Optional.empty()));
        awaitState(job, "stopped");
    }

    private void awaitState(JobId job, String state) {
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> jobs.get(caller, job).state().wireName().equals(state));
    }

    private void log(RunId run, int chunk, String text) throws IOException {
        store.put(StoreLayout.logChunk(run, chunk), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> states(List<Event> events) {
        return events.stream()
                .filter(event -> event.type().equals("state"))
                .map(event -> event.data().path("state").asText())
                .toList();
    }

    private static JobEvent progress(RunKey run, int epoch) {
        return new JobEvent.Progressed(
                run,
                Instant.now(),
                new Progress("training", epoch, 10, epoch, 10, Optional.of(3.0), Optional.empty()),
                Optional.of(new EpochMetrics(epoch, epoch, Map.of("train_loss", (double) epoch))));
    }

    private static JobEvent checkpoint(RunKey run, int epoch) {
        ArtifactReference artifact =
                new ArtifactReference(StoreLayout.checkpoints(run.run()) + epoch + "/", "0".repeat(64));
        return new JobEvent.Checkpointed(run, Instant.now(), new CheckpointReference(epoch, epoch * 10L, artifact));
    }
}
