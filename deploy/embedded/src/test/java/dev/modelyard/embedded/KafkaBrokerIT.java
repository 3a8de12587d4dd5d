package dev.modelyard.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {
    @TempDir
    private Path folder;

    @Test
    void handsARecordSentBeforeARestartToAShareGroupThatJoinsAfterIt() throws Exception {
        KafkaBroker.Settings settings =
                new KafkaBroker.Settings(Optional.of(folder), OptionalInt.empty(), OptionalInt.empty(), false);
        try (KafkaBroker broker = KafkaBroker.start(settings)) {
            broker.createTopics(List.of(new Topic("work", 1, Map.of("retention.ms", "-1"))));
            broker.createTopics(List.of(Topic.named("work")));
            try (KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
                topics.readShareGroupsFromTheBeginning(List.of("workers"));
            }
            send(broker, "work", "job-1");
        }

        try (KafkaBroker broker = KafkaBroker.start(settings)) {
            assertThat(takeOne(broker, "work", "workers")).isEqualTo("job-1");
        }
    }

    @Test
    void givesEveryTestClassOfAJvmTheSameBrokerAndADatabaseOfItsOwn() {
        assertThat(SharedInfrastructure.kafkaBootstrapServers())
                .isEqualTo(SharedInfrastructure.kafkaBootstrapServers());
        assertThat(SharedInfrastructure.newDatabase()).isNotEqualTo(SharedInfrastructure.newDatabase());
    }

    private static void send(KafkaBroker broker, String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static String takeOne(KafkaBroker broker, String topic, String group) {
        try (var consumer = new KafkaShareConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> taken : consumer.poll(Duration.ofSeconds(1))) {
                    return taken.value();
                }
            }
            throw new AssertionError("nothing was handed over");
        }
    }
}
