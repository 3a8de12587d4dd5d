package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries from the end of a job to a web server that checks the signature by itself. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DeliveryIT {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = Json.mapper();

    private final ApiUser user = ApiUser.fresh();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Hook> made = new ArrayList<>();

    @Inject
    JobService jobs;

    @Inject
    WebhookStore webhooks;

    @Inject
    DeliveryStore store;

    @Inject
    DeliveryService deliveries;

    @Inject
    WebhookClient client;

    @Inject
    SigningSecrets secrets;

    @Inject
    WebhookConfig config;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void close() throws Exception {
        for (Hook hook : made) {
            hook.owner().call().delete(hook.path()).then().statusCode(204);
        }
        for (AutoCloseable receiver : open) {
            receiver.close();
        }
    }

    @Test
    void theEndOfAJobIsToldSignedAndAsTheJobIsShown() throws Exception {
        // Given
        Receiver receiver = opened(Receiver.answering(204));
        Hook hook = hook(receiver.url());

        // When
        JobId job = endedJob(user);
        await(() -> receiver.messages().size() == 1);

        // Then
        Receiver.Message message = receiver.messages().getFirst();
        JsonNode body = MAPPER.readTree(message.body());
        JsonNode shown = MAPPER.readTree(
                user.call().get("/v1/jobs/" + job).then().extract().asString());
        assertThat(message.isSignedWith(hook.secret())).isTrue();
        assertThat(message.signatures()).hasSize(1);
        assertThat(message.contentType()).isEqualTo("application/json");
        assertThat(Instant.ofEpochSecond(Long.parseLong(message.timestamp())))
                .isBetween(Instant.now().minus(LONGEST), Instant.now());
        assertThat(body.properties()).extracting(Map.Entry::getKey).containsExactly("type", "timestamp", "data");
        assertThat(body.path("type").asText()).isEqualTo("job.stopped");
        assertThat(body.path("timestamp")).isEqualTo(shown.path("ended_at"));
        assertThat(body.path("data")).isEqualTo(shown);
        await(() -> "delivered".equals(only(hook).getString("state")));
        JsonPath delivery = only(hook);
        assertThat(delivery.getString("id")).isEqualTo(message.id()).startsWith("dlv_");
        assertThat(delivery.getString("type")).isEqualTo("job.stopped");
        assertThat(delivery.getString("job")).isEqualTo(job.value());
        assertThat(delivery.getInt("attempts")).isEqualTo(1);
        assertThat(delivery.getInt("status")).isEqualTo(204);
        assertThat(delivery.getMap("")).doesNotContainKeys("failure", "next_attempt_at", "body");
        assertThat(hook.read().getString("last_success_at")).isNotNull();
    }

    @Test
    void onlyTheKindsAndStatesAskedForAreTold() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        Hook all = hook(receiver.url());
        Hook imports = hook(receiver.url(), Map.of("kinds", List.of("import"), "states", List.of("stopped")));
        Hook trainings = hook(receiver.url(), Map.of("kinds", List.of("train")));
        Hook failures = hook(receiver.url(), Map.of("states", List.of("failed", "succeeded")));
        DatasetId dataset = user.createDataset("tabular-classification");

        // When
        JobId job = user.upload(dataset);
        user.call().post("/v1/jobs/" + job + "/stop").then().statusCode(202);

        // Then
        await(() -> receiver.messages().size() == 2);
        assertThat(jobsTold(all)).containsExactly(job.value());
        assertThat(jobsTold(imports)).containsExactly(job.value());
        assertThat(jobsTold(trainings)).isEmpty();
        assertThat(jobsTold(failures)).isEmpty();
    }

    @Test
    void aMessageThatIsNotTakenComesAgainAsTheSame() throws Exception {
        // Given
        Receiver receiver = opened(Receiver.answering(500, 503, 404, 200));
        Hook hook = hook(receiver.url());

        // When
        endedJob(user);
        await(() -> "delivered".equals(only(hook).getString("state")));

        // Then
        List<Receiver.Message> messages = receiver.messages();
        assertThat(messages).hasSize(4);
        assertThat(messages)
                .extracting(Receiver.Message::id)
                .containsOnly(only(hook).getString("id"));
        assertThat(messages)
                .extracting(Receiver.Message::body)
                .containsOnly(messages.getFirst().body());
        for (Receiver.Message message : messages) {
            assertThat(message.isSignedWith(hook.secret())).isTrue();
        }
        assertThat(only(hook).getInt("attempts")).isEqualTo(4);
        JsonPath read = hook.read();
        assertThat(read.getInt("last_failure.status")).isEqualTo(404);
        assertThat(read.getString("last_failure.reason")).isEqualTo("answered 404");
    }

    @Test
    void aReceiverThatIsAwayGetsItOnceItIsBack() throws IOException {
        // Given
        int port = freePort();
        Hook hook = hook("http://127.0.0.1:" + port + "/hook");
        endedJob(user);
        await(() -> "the connection was refused".equals(only(hook).getString("failure")));

        // When
        Receiver receiver = opened(Receiver.answeringAt(port, 200));

        // Then
        await(() -> "delivered".equals(only(hook).getString("state")));
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void afterTheLastRetryItHasFailedAndSaysWhy() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.answering(500));
        Hook hook = hook(receiver.url());

        // When
        JobId job = endedJob(user);
        await(() -> "failed".equals(only(hook).getString("state")));

        // Then
        int tries = config.retries().size() + 1;
        assertThat(receiver.messages()).hasSize(tries);
        user.call()
                .get(hook.path() + "/deliveries?state=failed")
                .then()
                .statusCode(200)
                .body("items.job", contains(job.value()))
                .body("items.attempts", contains(tries))
                .body("items.status", contains(500))
                .body("items.failure", contains("answered 500"));
        user.call().get(hook.path()).then().body("enabled", equalTo(true));
    }

    @Test
    void aReceiverThatIsGoneIsToldNothingMoreUntilItsWebhookIsEnabledAgain() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.answering(410, 200));
        Hook hook = hook(receiver.url());

        // When
        endedJob(user);
        await(() -> "failed".equals(only(hook).getString("state")));
        user.call().get(hook.path()).then().body("enabled", equalTo(false));
        endedJob(user);
        user.call().post(hook.path() + "/test").then().statusCode(409);
        user.send(Map.of("enabled", true)).patch(hook.path()).then().statusCode(200);
        JobId told = endedJob(user);

        // Then
        await(() -> receiver.messages().size() == 2);
        assertThat(jobsTold(hook)).hasSize(2).first().isEqualTo(told.value());
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        // Given
        Receiver target = opened(Receiver.answering(200));
        Receiver receiver = opened(Receiver.handling("127.0.0.1", exchange -> {
            exchange.getResponseHeaders().set("Location", target.url());
            Receiver.answer(exchange, 307);
        }));
        Hook hook = hook(receiver.url());

        // When
        endedJob(user);
        await(() -> only(hook).getInt("attempts") >= 2);

        // Then
        assertThat(only(hook).getInt("status")).isEqualTo(307);
        assertThat(target.messages()).isEmpty();
    }

    @Test
    void nothingIsSentToAHostThatIsNotAllowedAnyMore() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.handling("127.0.0.3", exchange -> Receiver.answer(exchange, 200)));
        WebhookId id = WebhookId.fresh();
        QuarkusTransaction.requiringNew()
                .run(() -> webhooks.insert(
                        id,
                        new OwnerId(user.name()),
                        Instant.now(),
                        row -> row.setEndpoint(Endpoint.of(receiver.url()))));
        Hook hook = new Hook(user, id, "");
        made.add(hook);

        // When
        endedJob(user);
        await(() -> only(hook).getInt("attempts") >= 2 && only(hook).getString("failure") != null);

        // Then
        assertThat(only(hook).getString("failure")).isEqualTo("its host is not allowed any more");
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void anotherOwnersJobsAreNotTold() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        ApiUser other = ApiUser.fresh();
        Hook mine = hook(receiver.url());
        Hook theirs = hook(other, receiver.url(), Map.of());

        // When
        JobId job = endedJob(user);
        JobId othersJob = endedJob(other);
        await(() -> receiver.messages().size() == 2);

        // Then
        assertThat(jobsTold(mine)).containsExactly(job.value());
        assertThat(jobsTold(theirs)).containsExactly(othersJob.value());
    }

    @Test
    void whatDidNotHappenIsNotTold() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        Hook hook = hook(receiver.url());
        JobId job = submit(user);

        // When
        assertThatIllegalStateException()
                .isThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    jobs.stop(caller(), job);
                    throw new IllegalStateException("rolled back");
                }));
        JobId later = endedJob(user);
        await(() -> receiver.messages().size() == 1);

        // Then
        assertThat(jobsTold(hook)).containsExactly(later.value());
    }

    @Test
    void aTryWhoseReplicaDiedIsMadeAgain() throws Exception {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        Hook hook = hook(receiver.url());
        DeliveryId id = DeliveryId.fresh();

        // When
        execute("insert into webhook_delivery (id, webhook, type, body, state, attempts, created_at, due_at) values ('"
                + id + "', '" + hook.id()
                + "', 'job.failed', '{}', 'pending', 1, now(), now() + interval '2 seconds')");
        await(() -> "delivered".equals(only(hook).getString("state")));

        // Then
        assertThat(receiver.messages()).extracting(Receiver.Message::id).containsExactly(id.value());
        assertThat(only(hook).getInt("attempts")).isEqualTo(2);
    }

    @Test
    void twoDeliverersNeverMakeTheSameTry() throws IOException {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        List<Hook> hooks = new ArrayList<>();
        for (int i = 0; i < config.perOwner(); i++) {
            hooks.add(hook(receiver.url()));
        }
        Deliverer second = new Deliverer(deliveries, client, secrets, config);
        second.start(new StartupEvent());

        // When
        try {
            for (int i = 0; i < 5; i++) {
                endedJob(user);
            }
            await(() -> hooks.stream().allMatch(hook -> states(hook)
                    .equals(List.of("delivered", "delivered", "delivered", "delivered", "delivered"))));
        } finally {
            second.stop(new ShutdownEvent());
        }

        // Then
        assertThat(receiver.messages())
                .hasSize(5 * hooks.size())
                .extracting(Receiver.Message::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void webhooksTakeTurnsAndTheBusyAreLeftOut() {
        QuarkusTransaction.begin();
        try {
            // Given
            WebhookId one = withMessages("http://127.0.0.1:9/", 3);
            WebhookId other = withMessages("http://127.0.0.2:9/", 3);

            // Then
            assertThat(List.of(claim(Set.of(), Set.of()), claim(Set.of(), Set.of())))
                    .containsExactlyInAnyOrder(one, other);
            assertThat(claim(Set.of(one), Set.of())).isEqualTo(other);
            assertThat(claim(Set.of(), Set.of("127.0.0.2"))).isEqualTo(one);
            assertThat(deliveries.claim(new Busy(Set.of(one), Set.of("127.0.0.2"))))
                    .isEmpty();
            assertThat(List.of(claim(Set.of(), Set.of()), claim(Set.of(), Set.of())))
                    .containsExactlyInAnyOrder(one, other);
            assertThat(deliveries.claim(new Busy(Set.of(), Set.of()))).isEmpty();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    @Test
    void aSlowHostKeepsNoOtherWaiting() throws IOException {
        // Given
        CountDownLatch released = new CountDownLatch(1);
        Receiver slow = opened(Receiver.handling("127.0.0.2", exchange -> {
            awaitQuietly(released);
            Receiver.answer(exchange, 200);
        }));
        ApiUser patient = ApiUser.fresh();
        List<Hook> waiting = new ArrayList<>();
        for (int i = 0; i < config.perOwner(); i++) {
            waiting.add(hook(patient, slow.url(), Map.of()));
        }
        Receiver fast = opened(Receiver.answering(200));
        hook(fast.url());

        // When
        endedJob(patient);
        await(() -> slow.messages().size() == config.concurrencyPerHost());
        endedJob(user);
        await(() -> fast.messages().size() == 1);

        // Then
        assertThat(waiting)
                .allSatisfy(hook -> assertThat(only(hook).getString("failure")).isNull());
        assertThat(slow.messages()).hasSize(config.concurrencyPerHost());
        released.countDown();
        await(() ->
                waiting.stream().allMatch(hook -> "delivered".equals(only(hook).getString("state"))));
    }

    @Test
    void aHostileReceiverCostsATryAndNoMore() throws IOException {
        // Given
        byte[] start = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] block = "x-more: 0123456789012345678901234567890123456789\r\n"
                .repeat(100)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\r\n".getBytes(StandardCharsets.US_ASCII);
        RawReceiver endlessBody = opened(new RawReceiver(caller -> {
            caller.getOutputStream().write(start);
            caller.getOutputStream().write(end);
            while (true) {
                caller.getOutputStream().write(block);
            }
        }));
        RawReceiver endlessHeaders = opened(new RawReceiver(caller -> {
            caller.getOutputStream().write(start);
            while (true) {
                caller.getOutputStream().write(block);
            }
        }));
        RawReceiver silent = opened(new RawReceiver(caller -> {
            caller.getOutputStream().write(start);
            while (caller.getInputStream().read() >= 0) {
                // reads what is sent until the caller hangs up
            }
            throw new EOFException();
        }));
        RawReceiver abrupt =
                opened(new RawReceiver(caller -> caller.getOutputStream().write(start)));

        // When
        Hook toEndlessBody = hook(endlessBody.url());
        Hook toEndlessHeaders = hook(endlessHeaders.url());
        Hook toSilent = hook(silent.url());
        Hook toAbrupt = hook(abrupt.url());
        endedJob(user);

        // Then
        await(() -> "delivered".equals(only(toEndlessBody).getString("state")));
        await(() -> endlessBody.hungUp() == 1);
        await(() ->
                "the connection broke before an answer".equals(only(toAbrupt).getString("failure")));
        await(() -> "no answer within 10 s".equals(only(toSilent).getString("failure")));
        await(() -> silent.hungUp() >= 1);
        await(() -> only(toEndlessHeaders).getString("failure") != null);
        await(() -> endlessHeaders.hungUp() >= 1);
    }

    @Test
    void aTestIsSentOnceAndOnlyOneAtATime() throws Exception {
        // Given
        CountDownLatch released = new CountDownLatch(1);
        Receiver receiver = opened(Receiver.handling("127.0.0.1", exchange -> {
            awaitQuietly(released);
            Receiver.answer(exchange, 500);
        }));
        Hook hook = hook(receiver.url());

        // When
        user.call()
                .post(hook.path() + "/test")
                .then()
                .statusCode(202)
                .body("type", equalTo("webhook.test"))
                .body("state", equalTo("pending"));
        user.call().post(hook.path() + "/test").then().statusCode(409).body("code", equalTo("conflict"));
        released.countDown();
        await(() -> "failed".equals(only(hook).getString("state")));

        // Then
        assertThat(receiver.messages()).hasSize(1);
        Receiver.Message message = receiver.messages().getFirst();
        assertThat(message.isSignedWith(hook.secret())).isTrue();
        assertThat(MAPPER.readTree(message.body()).path("data").path("webhook").asText())
                .isEqualTo(hook.id().value());
    }

    @Test
    void afterARotationBothSecretsSign() throws IOException, GeneralSecurityException {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        Hook hook = hook(receiver.url());

        // When
        String rotated = user.call().post(hook.path() + "/rotate").jsonPath().getString("secret");
        endedJob(user);
        await(() -> receiver.messages().size() == 1);

        // Then
        Receiver.Message message = receiver.messages().getFirst();
        assertThat(message.signatures()).hasSize(2);
        assertThat(message.isSignedWith(rotated)).isTrue();
        assertThat(message.isSignedWith(hook.secret())).isTrue();
    }

    @Test
    void disablingAWebhookFailsWhatIsOnItsWay() throws IOException {
        // Given
        Hook hook = hook("http://127.0.0.1:" + freePort() + "/hook");
        endedJob(user);
        await(() -> only(hook).getString("failure") != null);

        // When
        user.send(Map.of("enabled", false)).patch(hook.path()).then().statusCode(200);

        // Then
        assertThat(only(hook).getString("state")).isEqualTo("failed");
        assertThat(only(hook).getString("failure")).isEqualTo("the webhook was disabled");
    }

    @Test
    void oldDeliveriesAreForgotten() throws Exception {
        // Given
        Receiver receiver = opened(Receiver.answering(200));
        Hook hook = hook(receiver.url());
        endedJob(user);
        await(() -> "delivered".equals(only(hook).getString("state")));
        JobId recent = endedJob(user);
        await(() -> states(hook).equals(List.of("delivered", "delivered")));

        // When
        execute("update webhook_delivery set created_at = now() - interval '8 days' where webhook = '" + hook.id()
                + "' and job <> '" + recent + "'");
        deliveries.forgetOld();

        // Then
        assertThat(jobsTold(hook)).containsExactly(recent.value());
    }

    /** A webhook that a test made. */
    private record Hook(ApiUser owner, WebhookId id, String secret) {
        String path() {
            return "/v1/webhooks/" + id;
        }

        JsonPath read() {
            return owner.call().get(path()).then().statusCode(200).extract().jsonPath();
        }

        JsonPath deliveries() {
            return owner.call()
                    .get(path() + "/deliveries")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        }
    }

    private Hook hook(String url) {
        return hook(url, Map.of());
    }

    private Hook hook(String url, Map<String, Object> more) {
        return hook(user, url, more);
    }

    private Hook hook(ApiUser owner, String url, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", URI.create(url).toString());
        JsonPath answer = owner.send(body)
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Hook hook = new Hook(owner, new WebhookId(answer.getString("id")), answer.getString("secret"));
        made.add(hook);
        return hook;
    }

    /** The delivery of a webhook that has one; an empty one if there is none yet. */
    private static JsonPath only(Hook hook) {
        JsonPath all = hook.deliveries();
        assertThat(all.getList("items")).hasSizeLessThanOrEqualTo(1);
        return all.getList("items").isEmpty()
                ? new JsonPath("{\"attempts\":0}")
                : new JsonPath(Json.write(all.getMap("items[0]")));
    }

    private static List<String> states(Hook hook) {
        return hook.deliveries().getList("items.state");
    }

    private static List<String> jobsTold(Hook hook) {
        return hook.deliveries().getList("items.job");
    }

    private JobId submit(ApiUser owner) {
        return jobs.submit(
                        new OwnerId(owner.name()),
                        JobRequest.of(
                                new JobSpec.Unknown(),
                                new JobSubject(Optional.empty(), Optional.empty(), Optional.empty())))
                .id();
    }

    private JobId endedJob(ApiUser owner) {
        JobId job = submit(owner);
        owner.call().post("/v1/jobs/" + job + "/stop").then().statusCode(202).body("state", equalTo("stopped"));
        return job;
    }

    private Caller caller() {
        return new Caller(new OwnerId(user.name()), Set.of(Role.USER));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private <T extends AutoCloseable> T opened(T receiver) {
        open.add(receiver);
        return receiver;
    }

    private WebhookId withMessages(String url, int messages) {
        WebhookId id = WebhookId.fresh();
        webhooks.insert(id, new OwnerId(user.name()), Instant.now(), row -> row.setEndpoint(Endpoint.of(url)));
        for (int i = 0; i < messages; i++) {
            store.insert(id, "job.failed", Optional.empty(), "{}", Instant.now());
        }
        return id;
    }

    private WebhookId claim(Set<WebhookId> busy, Set<String> hosts) {
        return deliveries.claim(new Busy(busy, hosts)).orElseThrow().webhook().id();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(condition);
    }
}
