package dev.modelyard.inference.placement;

import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Tells the other services that this replica lives and what it answers for. */
@ApplicationScoped
public class ReplicaPublisher {
    private static final Logger LOG = Logger.getLogger(ReplicaPublisher.class);

    private final Replica replica;
    private final Emitter<Record<String, String>> heartbeats;

    ReplicaPublisher(
            Replica replica,
            @Channel("replicas") @OnOverflow(OnOverflow.Strategy.LATEST) Emitter<Record<String, String>> heartbeats) {
        this.replica = replica;
        this.heartbeats = heartbeats;
    }

    /**
     * Publishes a sign of life. While Kafka is away only the latest is kept: an old one would say what no longer holds.
     *
     * @param loaded the models this replica answers for, with the revision of each
     */
    public CompletionStage<Void> publish(Map<ModelId, Long> loaded) {
        var heartbeat = new ReplicaHeartbeat(
                replica.id(), replica.url(), loaded, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return heartbeats
                .send(Record.of(replica.id().value(), Json.write(heartbeat)))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warnf("A heartbeat was not published: %s", failure.getMessage());
                    }
                });
    }

    /** Says that this replica holds nothing, then that it is no more. */
    public CompletionStage<Void> leave() {
        String key = replica.id().value();
        return publish(Map.of()).thenCompose(_ -> heartbeats.send(Record.of(key, null)));
    }
}
