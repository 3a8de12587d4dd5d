package dev.modelyard.api.deployment;

import dev.modelyard.api.messaging.MessageHandler;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Reads what replicas say of deployments. */
@ApplicationScoped
class DeploymentEventListener implements MessageHandler {
    private final ReplicaService replicas;

    DeploymentEventListener(ReplicaService replicas) {
        this.replicas = replicas;
    }

    @Override
    public String topic() {
        return Topics.DEPLOYMENT_EVENTS;
    }

    @Override
    public String group() {
        return "modelyard-api-deployment-events";
    }

    @Override
    public void handle(String key, byte @Nullable [] value) {
        if (value != null) {
            replicas.heard(Json.read(value, DeploymentEvent.class));
        }
    }
}
