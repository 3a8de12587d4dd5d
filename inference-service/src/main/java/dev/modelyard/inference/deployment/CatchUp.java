package dev.modelyard.inference.deployment;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the deployments topic has been read to the end it had when this replica joined it. Until then an unknown model may
 * only be one that has not been read yet.
 */
@ApplicationScoped
@Default
@Identifier(DeploymentListener.CHANNEL)
public class CatchUp implements KafkaConsumerRebalanceListener {
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> polled = new HashMap<>();
    private final Map<TopicPartition, Long> handled = new HashMap<>();
    private boolean assigned;
    private boolean done;

    @Override
    public synchronized void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (done || partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions).forEach((partition, end) -> {
            if (end > beginnings.getOrDefault(partition, 0L)) {
                ends.put(partition, end);
            }
        });
        assigned = true;
        done = ends.isEmpty();
    }

    /** The consumer was given records, the last of them with that offset; they wait to be taken in. */
    synchronized void polled(TopicPartition partition, long offset) {
        polled.put(partition, offset);
    }

    /** A record has been taken in. */
    synchronized void handled(TopicPartition partition, long offset) {
        handled.put(partition, offset);
        if (!done && assigned && offset + 1 >= ends.getOrDefault(partition, Long.MAX_VALUE)) {
            ends.remove(partition);
            done = ends.isEmpty();
        }
    }

    /**
     * Looks at how far the consumer has fetched. Compaction may have removed the last records before an end, and then no record with that
     * offset ever arrives: it is reached when the consumer stands there and all that it was given is taken in.
     */
    synchronized void fetched(Map<TopicPartition, Long> positions) {
        if (done || !assigned) {
            return;
        }
        ends.entrySet()
                .removeIf(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue()
                        && polled.getOrDefault(end.getKey(), -1L) <= handled.getOrDefault(end.getKey(), -1L));
        done = ends.isEmpty();
    }

    /** True from when the end was reached, for good. */
    public synchronized boolean done() {
        return done;
    }
}
