package dev.modelyard.api.webhook;

import static dev.modelyard.api.webhook.Hooks.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries to receivers that mean no good, among several deliverers, and after one has died. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DeliveryFaultsIT {
    private final ApiUser user = ApiUser.fresh();

    @Inject
    Hooks hooks;

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
        hooks.close();
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        // Given
        Receiver target = hooks.opened(Receiver.answering(200));
        Receiver receiver = hooks.opened(Receiver.handling("127.0.0.1", exchange -> {
            exchange.getResponseHeaders().set("Location", target.url());
            Receiver.answer(exchange, 307);
        }));
        Hook hook = hooks.make(user, receiver.url());

        // When
        hooks.endedJob(user);
        await(() -> hook.only().getInt("attempts") >= 2);

        // Then
        assertThat(hook.only().getInt("status")).isEqualTo(307);
        assertThat(target.messages()).isEmpty();
    }

    @Test
    void nothingIsSentToAHostThatIsNotAllowedAnyMore() throws IOException {
        // Given
        Receiver receiver = hooks.opened(Receiver.handling("127.0.0.3", exchange -> Receiver.answer(exchange, 200)));
        WebhookId id = WebhookId.fresh();
        QuarkusTransaction.requiringNew()
                .run(() -> webhooks.insert(
                        id,
                        new OwnerId(user.name()),
                        Instant.now(),
                        row -> row.setEndpoint(Endpoint.of(receiver.url()))));
        Hook hook = new Hook(user, id, "");
        hooks.add(hook);

        // When
        hooks.endedJob(user);
        await(() -> hook.only().getInt("attempts") >= 2 && hook.only().getString("failure") != null);

        // Then
        assertThat(hook.only().getString("failure")).isEqualTo("its host is not allowed any more");
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void aTryWhoseReplicaDiedIsMadeAgain() throws Exception {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(200));
        Hook hook = hooks.make(user, receiver.url());
        DeliveryId id = DeliveryId.fresh();

        // When
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "insert into webhook_delivery (id, webhook, type, body, state, attempts, created_at, due_at) values ('"
                            + id + "', '" + hook.id()
                            + "', 'job.failed', '{}', 'pending', 1, now(), now() + interval '2 seconds')");
        }
        await(() -> "delivered".equals(hook.only().getString("state")));

        // Then
        assertThat(receiver.messages()).extracting(Receiver.Message::id).containsExactly(id.value());
        assertThat(hook.only().getInt("attempts")).isEqualTo(2);
    }

    @Test
    void twoDeliverersNeverMakeTheSameTry() throws IOException {
        // Given
        Receiver receiver = hooks.opened(Receiver.answering(200));
        List<Hook> six = new ArrayList<>();
        for (int i = 0; i < config.perOwner(); i++) {
            six.add(hooks.make(user, receiver.url()));
        }
        Deliverer second = new Deliverer(deliveries, client, secrets, config);
        second.start(new StartupEvent());

        // When
        try {
            for (int i = 0; i < 5; i++) {
                hooks.endedJob(user);
            }
            await(() -> six.stream().allMatch(hook -> hook.states()
                    .equals(List.of("delivered", "delivered", "delivered", "delivered", "delivered"))));
        } finally {
            second.stop(new ShutdownEvent());
        }

        // Then
        assertThat(receiver.messages())
                .hasSize(5 * six.size())
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
        Receiver slow = hooks.opened(Receiver.handling("127.0.0.2", exchange -> {
            Receiver.hold(released);
            Receiver.answer(exchange, 200);
        }));
        ApiUser patient = ApiUser.fresh();
        List<Hook> waiting = new ArrayList<>();
        for (int i = 0; i < config.perOwner(); i++) {
            waiting.add(hooks.make(patient, slow.url()));
        }
        Receiver fast = hooks.opened(Receiver.answering(200));
        hooks.make(user, fast.url());

        // When
        hooks.endedJob(patient);
        await(() -> slow.messages().size() == config.concurrencyPerHost());
        hooks.endedJob(user);
        await(() -> fast.messages().size() == 1);

        // Then
        assertThat(waiting)
                .allSatisfy(hook -> assertThat(hook.only().getString("failure")).isNull());
        assertThat(slow.messages()).hasSize(config.concurrencyPerHost());
        released.countDown();
        await(() ->
                waiting.stream().allMatch(hook -> "delivered".equals(hook.only().getString("state"))));
    }

    @Test
    void aHostileReceiverCostsATryAndNoMore() throws IOException {
        // Given
        byte[] start = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] block = "x-more: 0123456789012345678901234567890123456789\r\n"
                .repeat(100)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\r\n".getBytes(StandardCharsets.US_ASCII);
        RawReceiver endlessBody = hooks.opened(new RawReceiver(caller -> {
            caller.getOutputStream().write(start);
            caller.getOutputStream().write(end);
            while (true) {
                caller.getOutputStream().write(block);
            }
        }));
        RawReceiver endlessHeaders = hooks.opened(new RawReceiver(caller -> {
            caller.getOutputStream().write(start);
            while (true) {
                caller.getOutputStream().write(block);
            }
        }));
        RawReceiver silent = hooks.opened(new RawReceiver(caller -> {
            caller.getOutputStream().write(start);
            while (caller.getInputStream().read() >= 0) {
                // reads what is sent until the caller hangs up
            }
            throw new EOFException();
        }));
        RawReceiver abrupt =
                hooks.opened(new RawReceiver(caller -> caller.getOutputStream().write(start)));

        // When
        Hook toEndlessBody = hooks.make(user, endlessBody.url());
        Hook toEndlessHeaders = hooks.make(user, endlessHeaders.url());
        Hook toSilent = hooks.make(user, silent.url());
        Hook toAbrupt = hooks.make(user, abrupt.url());
        hooks.endedJob(user);

        // Then
        await(() -> "delivered".equals(toEndlessBody.only().getString("state")));
        await(() -> endlessBody.hungUp() == 1);
        await(() ->
                "the connection broke before an answer".equals(toAbrupt.only().getString("failure")));
        await(() -> "no answer within 10 s".equals(toSilent.only().getString("failure")));
        await(() -> silent.hungUp() >= 1);
        await(() -> toEndlessHeaders.only().getString("failure") != null);
        await(() -> endlessHeaders.hungUp() >= 1);
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
}
