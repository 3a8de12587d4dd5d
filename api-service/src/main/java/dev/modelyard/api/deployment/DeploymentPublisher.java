package dev.modelyard.api.deployment;

import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Says to replicas what shall be served, in the transaction that wants it. The row of the deployment must be locked by it, so that
 * what is said of a model leaves in the order of its revisions.
 */
@ApplicationScoped
class DeploymentPublisher {
    private final Outbox outbox;

    DeploymentPublisher(Outbox outbox) {
        this.outbox = outbox;
    }

    void publish(Deployment deployment) {
        outbox.add(Topics.DEPLOYMENTS, deployment.model().value(), deployment.desired(Instant.now()));
    }

    void forget(ModelId model) {
        outbox.addTombstone(Topics.DEPLOYMENTS, model.value());
    }
}
