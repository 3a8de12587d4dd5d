package dev.modelyard.inference;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What api-service does: it writes desired state. */
public final class Topic implements AutoCloseable {
    private final KafkaProducer<String, String> producer;

    public Topic(String kafka) {
        producer =
                new KafkaProducer<>(Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer());
    }

    public void desire(DesiredDeployment desired) {
        send(Topics.DEPLOYMENTS, desired.model().value(), Json.write(desired));
    }

    /** The tombstone of a deleted deployment. */
    public void forget(ModelId model) {
        send(Topics.DEPLOYMENTS, model.value(), null);
    }

    /** What a replica says of itself. */
    public void say(ReplicaHeartbeat heartbeat) {
        send(Topics.REPLICAS, heartbeat.replica().value(), Json.write(heartbeat));
    }

    /** A replica is no more. */
    public void leave(ReplicaId replica) {
        send(Topics.REPLICAS, replica.value(), null);
    }

    void send(String topic, String key, @Nullable String value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
