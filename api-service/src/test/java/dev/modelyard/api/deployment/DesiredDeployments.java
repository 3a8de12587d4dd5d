package dev.modelyard.api.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.embedded.SharedInfrastructure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** What replicas are told, as it lies on the topic. */
final class DesiredDeployments {
    private DesiredDeployments() {}

    /** Waits until that much was said of a model, and answers all that was; empty: forgotten. */
    static List<Optional<DesiredDeployment>> await(ModelId model, int messages) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> said(model), said -> said.size() >= messages);
    }

    private static List<Optional<DesiredDeployment>> said(ModelId model) {
        List<Optional<DesiredDeployment>> said = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Topics.DEPLOYMENTS, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", SharedInfrastructure.kafkaBootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    if (new String(message.key(), StandardCharsets.UTF_8).equals(model.value())) {
                        said.add(Optional.ofNullable(message.value())
                                .map(value -> Json.read(value, DesiredDeployment.class)));
                    }
                }
            }
        }
        return said;
    }
}
