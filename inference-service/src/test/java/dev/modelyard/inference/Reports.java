package dev.modelyard.inference;

import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final Map<ReplicaId, ReplicaHeartbeat> live = new LinkedHashMap<>();

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

    /** The newest sign of life of that replica. */
    public Optional<ReplicaHeartbeat> heartbeat(ReplicaId replica) {
        read();
        return Optional.ofNullable(live.get(replica));
    }

    /** The newest sign of life of the replica that began last. */
    public Optional<ReplicaHeartbeat> heartbeat() {
        read();
        return live.values().stream().reduce((_, last) -> last);
    }

    private void read() {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
            if (message.topic().equals(Topics.REPLICAS)) {
                heard(new ReplicaId(message.key()), message.value());
            } else {
                events.add(Json.read(message.value(), DeploymentEvent.class));
            }
        }
    }

    private void heard(ReplicaId replica, @Nullable String heartbeat) {
        if (heartbeat == null) {
            live.remove(replica);
        } else {
            live.put(replica, Json.read(heartbeat, ReplicaHeartbeat.class));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
