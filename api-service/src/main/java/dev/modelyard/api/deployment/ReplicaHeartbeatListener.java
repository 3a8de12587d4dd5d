package dev.modelyard.api.deployment;

import dev.modelyard.api.messaging.MessageHandler;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Reads the signs of life of inference replicas; old ones say nothing about now. */
@ApplicationScoped
class ReplicaHeartbeatListener implements MessageHandler {
    private final ReplicaService replicas;

    ReplicaHeartbeatListener(ReplicaService replicas) {
        this.replicas = replicas;
    }

    @Override
    public String topic() {
        return Topics.REPLICAS;
    }

    @Override
    public String group() {
        return "modelyard-api-replicas";
    }

    @Override
    public boolean onlyNews() {
        return true;
    }

    @Override
    public void handle(String key, byte @Nullable [] value) {
        if (value == null) {
            replicas.left(new ReplicaId(key));
        } else {
            replicas.heard(Json.read(value, ReplicaHeartbeat.class));
        }
    }
}
