package dev.modelyard.inference.placement;

import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads what replicas say of themselves. A record it cannot read is passed over. */
@ApplicationScoped
public class ReplicaListener {
    static final String CHANNEL = "replicas-heard";
    private static final Logger LOG = Logger.getLogger(ReplicaListener.class);

    private final LiveReplicas replicas;

    ReplicaListener(LiveReplicas replicas) {
        this.replicas = replicas;
    }

    @Incoming(CHANNEL)
    @Blocking
    void receive(ConsumerRecord<String, byte[]> message) {
        byte[] value = message.value();
        try {
            if (value == null) {
                replicas.left(new ReplicaId(message.key()));
            } else {
                replicas.heard(Json.read(value, ReplicaHeartbeat.class));
            }
        } catch (MalformedMessageException | IllegalArgumentException e) {
            LOG.errorf("Passed over offset %d of %s: %s", message.offset(), message.topic(), e.getMessage());
        }
    }
}
