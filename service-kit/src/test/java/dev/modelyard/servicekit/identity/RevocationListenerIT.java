package dev.modelyard.servicekit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.embedded.KafkaBroker;
import dev.modelyard.embedded.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationListenerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final OwnerId EARLY = new OwnerId("sid_early");
    private static final OwnerId LATE = new OwnerId("sid_late");

    @TempDir
    Path folder;

    private final RevokedTokens revoked = new RevokedTokens();
    private RevocationListener listener;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        listener = new RevocationListener(Map.of("bootstrap.servers", "127.0.0.1:" + port), revoked);
    }

    @AfterEach
    void stop() {
        listener.stop(new ShutdownEvent());
    }

    @Test
    void knowsWhatWasRevokedBeforeItStarted() throws Exception {
        try (KafkaBroker broker = broker()) {
            broker.createTopics(List.of(Topic.named(Topics.REVOCATIONS)));
            publish("no revocation at all");
            publish("null");
            publish(Json.write(new Revocation.OfClient(EARLY, Instant.now())));

            listener.start(new StartupEvent());

            await().atMost(PATIENCE).until(listener::caughtUp);
            assertThat(isDead(EARLY)).isTrue();
            assertThat(isDead(LATE)).isFalse();
        }
    }

    @Test
    void goesOnWhereItWasWhenKafkaComesBack() throws Exception {
        listener.start(new StartupEvent());
        assertThat(listener.caughtUp()).isFalse();
        try (KafkaBroker broker = broker()) {
            broker.createTopics(List.of(Topic.named(Topics.REVOCATIONS)));
            publish(Json.write(new Revocation.OfClient(EARLY, Instant.now())));
            await().atMost(PATIENCE).until(() -> isDead(EARLY));
        }

        try (KafkaBroker broker = broker()) {
            publish(Json.write(new Revocation.OfClient(LATE, Instant.now())));

            await().atMost(PATIENCE).until(() -> isDead(LATE));
            assertThat(broker.bootstrapServers()).endsWith(":" + port);
        }
    }

    private boolean isDead(OwnerId client) {
        return revoked.isDead(new IssuedToken(
                client, Optional.empty(), "k1", Instant.now().minusSeconds(60).getEpochSecond()));
    }

    private KafkaBroker broker() {
        return KafkaBroker.start(new KafkaBroker.Settings(
                Optional.of(folder.resolve("kafka")), OptionalInt.of(port), OptionalInt.empty(), false));
    }

    private void publish(String message) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        try (Producer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.REVOCATIONS, "key", message))
                    .get();
        }
    }
}
