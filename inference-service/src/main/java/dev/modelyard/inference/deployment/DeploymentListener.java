package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads the desired state of all models, from the beginning at each start. A record it cannot read is passed over, never the topic given up. */
@ApplicationScoped
public class DeploymentListener {
    static final String CHANNEL = "deployments";
    private static final Logger LOG = Logger.getLogger(DeploymentListener.class);

    private final DeploymentService deployments;
    private final CatchUp catchUp;
    private final KafkaClientService kafka;

    DeploymentListener(DeploymentService deployments, CatchUp catchUp, KafkaClientService kafka) {
        this.deployments = deployments;
        this.catchUp = catchUp;
        this.kafka = kafka;
    }

    @Incoming(CHANNEL)
    @Blocking
    void receive(ConsumerRecord<String, byte[]> message) {
        try {
            take(message);
        } catch (MalformedMessageException | IllegalArgumentException e) {
            LOG.errorf("Passed over offset %d of %s: %s", message.offset(), message.topic(), e.getMessage());
        } finally {
            catchUp.handled(new TopicPartition(message.topic(), message.partition()), message.offset());
            deployments.takeUp();
        }
    }

    private void take(ConsumerRecord<String, byte[]> message) {
        byte[] value = message.value();
        if (value == null) {
            deployments.forget(new ModelId(message.key()));
        } else {
            deployments.desire(Json.read(value, DesiredDeployment.class));
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookHowFar() {
        if (catchUp.done()) {
            return;
        }
        KafkaConsumer<String, byte[]> consumer = kafka.getConsumer(CHANNEL);
        if (consumer != null) {
            catchUp.fetched(consumer.getPositions().await().indefinitely());
            deployments.takeUp();
        }
    }
}
