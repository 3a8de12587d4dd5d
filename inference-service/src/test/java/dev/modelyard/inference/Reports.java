package dev.modelyard.inference;

import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What api-service reads: the reports of replicas, from the first on. */
public final class Reports implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final List<DeploymentEvent> events = new ArrayList<>();
    private @Nullable ReplicaHeartbeat latest;

    public Reports(String kafka) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions =
                List.of(new TopicPartition(Topics.DEPLOYMENT_EVENTS, 0), new TopicPartition(Topics.REPLICAS, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All reports of a model so far, in their order. */
    public List<DeploymentEvent> of(ModelId model) {
        read();
        return events.stream().filter(event -> event.model().equals(model)).toList();
    }

    /** The newest sign of life. */
    public Optional<ReplicaHeartbeat> heartbeat() {
        read();
        return Optional.ofNullable(latest);
    }

    private void read() {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
            if (message.topic().equals(Topics.REPLICAS)) {
                latest = Json.read(message.value(), ReplicaHeartbeat.class);
            } else {
                events.add(Json.read(message.value(), DeploymentEvent.class));
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
