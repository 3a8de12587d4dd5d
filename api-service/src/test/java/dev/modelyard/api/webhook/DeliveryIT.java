package dev.modelyard.api.webhook;

import static dev.modelyard.api.webhook.Hooks.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.wire.Json;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries from the end of a job to a web server that checks the signature by itself. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DeliveryIT {
    private static final ObjectMapper MAPPER = Json.mapper();

    private final ApiUser user = ApiUser.fresh();

    @Inject
    Hooks hooks;

    @Inject
    DeliveryService deliveries;

    @Inject
    WebhookConfig config;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void close() throws Exception {
        hooks.close();
    }

    @Test
    void theEndOfAJobIsToldSignedAndAsTheJobIsShown() throws Exception {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(204));
        Hook hook = hooks.make(user, receiver.url());

        // When
        JobId job = hooks.endedJob(user);
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
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(body.properties()).extracting(Map.Entry::getKey).containsExactly("type", "timestamp", "data");
        assertThat(body.path("type").asText()).isEqualTo("job.stopped");
        assertThat(body.path("timestamp")).isEqualTo(shown.path("ended_at"));
        assertThat(body.path("data")).isEqualTo(shown);
        await(() -> "delivered".equals(hook.only().getString("state")));
        JsonPath delivery = hook.only();
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
        Receiver receiver = hooks.opened(Receiver.answering(200));
        Hook all = hooks.make(user, receiver.url());
        Hook imports =
                hooks.make(user, receiver.url(), Map.of("kinds", List.of("import"), "states", List.of("stopped")));
        Hook trainings = hooks.make(user, receiver.url(), Map.of("kinds", List.of("train")));
        Hook failures = hooks.make(user, receiver.url(), Map.of("states", List.of("failed", "succeeded")));
        DatasetId dataset = user.createDataset("tabular-classification");

        // When
        JobId job = user.upload(dataset);
        user.call().post("/v1/jobs/" + job + "/stop").then().statusCode(202);

        // Then
        await(() -> receiver.messages().size() == 2);
        assertThat(all.jobsTold()).containsExactly(job.value());
        assertThat(imports.jobsTold()).containsExactly(job.value());
        assertThat(trainings.jobsTold()).isEmpty();
        assertThat(failures.jobsTold()).isEmpty();
    }

    @Test
    void aMessageThatIsNotTakenComesAgainAsTheSame() throws Exception {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(500, 503, 404, 200));
        Hook hook = hooks.make(user, receiver.url());

        // When
        hooks.endedJob(user);
        await(() -> "delivered".equals(hook.only().getString("state")));

        // Then
        List<Receiver.Message> messages = receiver.messages();
        assertThat(messages).hasSize(4);
        assertThat(messages)
                .extracting(Receiver.Message::id)
                .containsOnly(hook.only().getString("id"));
        assertThat(messages)
                .extracting(Receiver.Message::body)
                .containsOnly(messages.getFirst().body());
        for (Receiver.Message message : messages) {
            assertThat(message.isSignedWith(hook.secret())).isTrue();
        }
        assertThat(hook.only().getInt("attempts")).isEqualTo(4);
        JsonPath read = hook.read();
        assertThat(read.getInt("last_failure.status")).isEqualTo(404);
        assertThat(read.getString("last_failure.reason")).isEqualTo("answered 404");
    }

    @Test
    void aReceiverThatIsAwayGetsItOnceItIsBack() throws IOException {
        // Given
        int port = Receiver.freePort();
        Hook hook = hooks.make(user, "http://127.0.0.1:" + port + "/hook");
        hooks.endedJob(user);
        await(() -> "the connection was refused".equals(hook.only().getString("failure")));

        // When
        Receiver receiver = hooks.opened(Receiver.answeringAt(port, 200));

        // Then
        await(() -> "delivered".equals(hook.only().getString("state")));
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void afterTheLastRetryItHasFailedAndSaysWhy() throws Exception {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(500));
        Hook hook = hooks.make(user, receiver.url());

        int retries = config.retries().size();
        JobId job = hooks.endedJob(user);
        await(() -> hook.only().getString("failure") != null);

        // When
        execute("update webhook_delivery set attempts = " + retries + ", due_at = now() where webhook = '" + hook.id()
                + "'");
        await(() -> "failed".equals(hook.only().getString("state")));

        // Then
        user.call()
                .get(hook.path() + "/deliveries?state=failed")
                .then()
                .statusCode(200)
                .body("items.job", contains(job.value()))
                .body("items.attempts", contains(retries + 1))
                .body("items.status", contains(500))
                .body("items.failure", contains("answered 500"));
        user.call().get(hook.path()).then().body("enabled", equalTo(true));
    }

    @Test
    void aReceiverThatIsGoneIsToldNothingMoreUntilItsWebhookIsEnabledAgain() throws IOException {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(410, 200));
        Hook hook = hooks.make(user, receiver.url());

        // When
        hooks.endedJob(user);
        await(() -> "failed".equals(hook.only().getString("state")));
        user.call().get(hook.path()).then().body("enabled", equalTo(false));
        hooks.endedJob(user);
        user.call().post(hook.path() + "/test").then().statusCode(409);
        user.send(Map.of("enabled", true)).patch(hook.path()).then().statusCode(200);
        JobId told = hooks.endedJob(user);

        // Then
        await(() -> receiver.messages().size() == 2);
        assertThat(hook.jobsTold()).hasSize(2).first().isEqualTo(told.value());
    }

    @Test
    void anotherOwnersJobsAreNotTold() throws IOException {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(200));
        ApiUser other = ApiUser.fresh();
        Hook mine = hooks.make(user, receiver.url());
        Hook theirs = hooks.make(other, receiver.url());

        // When
        JobId job = hooks.endedJob(user);
        JobId othersJob = hooks.endedJob(other);
        await(() -> receiver.messages().size() == 2);

        // Then
        assertThat(mine.jobsTold()).containsExactly(job.value());
        assertThat(theirs.jobsTold()).containsExactly(othersJob.value());
    }

    @Test
    void whatDidNotHappenIsNotTold() throws IOException {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(200));
        Hook hook = hooks.make(user, receiver.url());

        // When
        assertThatIllegalStateException()
                .isThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    hooks.endedJob(user);
                    throw new IllegalStateException("rolled back");
                }));
        JobId later = hooks.endedJob(user);
        await(() -> receiver.messages().size() == 1);

        // Then
        assertThat(hook.jobsTold()).containsExactly(later.value());
    }

    @Test
    void aTestIsSentOnceAndOnlyOneAtATime() throws Exception {
        // Given
        CountDownLatch released = new CountDownLatch(1);
        Receiver receiver = hooks.opened(Receiver.handling("127.0.0.1", exchange -> {
            Receiver.hold(released);
            Receiver.answer(exchange, 500);
        }));
        Hook hook = hooks.make(user, receiver.url());

        // When
        user.call()
                .post(hook.path() + "/test")
                .then()
                .statusCode(202)
                .body("type", equalTo("webhook.test"))
                .body("state", equalTo("pending"));
        user.call().post(hook.path() + "/test").then().statusCode(409).body("code", equalTo("conflict"));
        released.countDown();
        await(() -> "failed".equals(hook.only().getString("state")));

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
        Receiver receiver = hooks.opened(Receiver.answering(200));
        Hook hook = hooks.make(user, receiver.url());

        // When
        String rotated = user.call().post(hook.path() + "/rotate").jsonPath().getString("secret");
        hooks.endedJob(user);
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
        Hook hook = hooks.make(user, "http://127.0.0.1:" + Receiver.freePort() + "/hook");
        hooks.endedJob(user);
        await(() -> hook.only().getString("failure") != null);

        // When
        user.send(Map.of("enabled", false)).patch(hook.path()).then().statusCode(200);

        // Then
        assertThat(hook.only().getString("state")).isEqualTo("failed");
        assertThat(hook.only().getString("failure")).isEqualTo("the webhook was disabled");
    }

    @Test
    void oldDeliveriesAreForgotten() throws Exception {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(200));
        Hook hook = hooks.make(user, receiver.url());
        hooks.endedJob(user);
        await(() -> "delivered".equals(hook.only().getString("state")));
        JobId recent = hooks.endedJob(user);
        await(() -> hook.states().equals(List.of("delivered", "delivered")));

        // When
        execute("update webhook_delivery set created_at = now() - interval '8 days' where webhook = '" + hook.id()
                + "' and job <> '" + recent + "'");
        deliveries.forgetOld();

        // Then
        assertThat(hook.jobsTold()).containsExactly(recent.value());
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
