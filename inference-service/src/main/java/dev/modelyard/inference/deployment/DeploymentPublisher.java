package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.wire.Json;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Reports what became of a deployment on this replica. */
@ApplicationScoped
public class DeploymentPublisher {
    private static final Logger LOG = Logger.getLogger(DeploymentPublisher.class);

    private final Emitter<Record<String, String>> events;

    DeploymentPublisher(
            @Channel("deployment-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<Record<String, String>> events) {
        this.events = events;
    }

    /** Publishes under the model's key, so that the events of a model keep their order. */
    public CompletionStage<Void> publish(DeploymentEvent event) {
        return events.send(Record.of(event.model().value(), Json.write(event))).whenComplete((sent, failure) -> {
            if (failure != null) {
                LOG.warnf("A deployment event of %s was not published: %s", event.model(), failure.getMessage());
            }
        });
    }
}
