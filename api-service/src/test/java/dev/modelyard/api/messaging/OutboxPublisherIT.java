package dev.modelyard.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.Infrastructure;
import dev.modelyard.embedded.KafkaBroker;
import dev.modelyard.embedded.Topic;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The outbox against a broker that is not there yet, and then is. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class OutboxPublisherIT {
    private static final String TOPIC = "outbox-test";

    @Inject
    OutboxStore store;

    @Test
    void messagesWaitWhileKafkaIsAwayAndThenLeaveInOrderOnce() throws IOException {
        // Given
        int port = freePort();
        OutboxPublisher publisher =
                new OutboxPublisher(store, Map.of("bootstrap.servers", "127.0.0.1:" + port), new Impatient());
        // one transaction, under the publisher's lock, so that the service's own publisher sees none of it
        QuarkusTransaction.begin();
        try {
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(store::lock);
            store.insert(TOPIC, "a", bytes("1"));
            // No broker takes it, so it is given up, and nothing waits behind it.
            store.insert(TOPIC, "a", new byte[2_000_000]);
            store.insert(TOPIC, "b", bytes("2"));
            store.insert(TOPIC, "a", null);

            // When
            OutboxPublisher.Outcome away = publisher.publishOldest();

            // Then
            assertThat(away.failure()).isNotNull();
            assertThat(waiting()).isEqualTo(4);

            // When
            try (KafkaBroker broker = KafkaBroker.start(
                    new KafkaBroker.Settings(Optional.empty(), OptionalInt.of(port), OptionalInt.empty(), true))) {
                broker.createTopics(topics());
                OutboxPublisher.Outcome there = publisher.publishOldest();

                // Then
                assertThat(there.failure()).isNull();
                assertThat(waiting()).isZero();
                assertThat(published(broker)).containsExactly("a=1", "b=2", "a=null");
            }
        } finally {
            QuarkusTransaction.rollback();
            publisher.close();
        }
    }

    /** How many of this test's messages are in the outbox; the service's own may wait there too. */
    private long waiting() {
        return store.oldest(1000).stream()
                .filter(message -> message.topic.equals(TOPIC))
                .count();
    }

    private static List<Topic> topics() {
        return Stream.concat(TopicPlan.all(new Impatient()).stream().map(TopicPlan::name), Stream.of(TOPIC))
                .map(Topic::named)
                .toList();
    }

    private static List<String> published(KafkaBroker broker) {
        TopicPartition only = new TopicPartition(TOPIC, 0);
        List<String> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            while (consumer.position(only) < end) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
                    found.add(message.key() + "=" + message.value());
                }
            }
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Impatient() implements MessagingConfig {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public Optional<Short> replication() {
            return Optional.empty();
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(1);
        }

        @Override
        public Duration deliveryTimeout() {
            return Duration.ofSeconds(10);
        }
    }
}
