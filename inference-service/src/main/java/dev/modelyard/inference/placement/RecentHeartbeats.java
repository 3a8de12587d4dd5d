package dev.modelyard.inference.placement;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Has heartbeats read from shortly before this replica began: those of replicas that live must be among them. If the broker loses this
 * consumer later, it goes on with what comes then; old heartbeats would only bring back who has left.
 */
@ApplicationScoped
@Identifier(ReplicaListener.CHANNEL)
public class RecentHeartbeats implements KafkaConsumerRebalanceListener {
    private final Instant from;
    private boolean begun;

    RecentHeartbeats(ReplicaConfig config) {
        this.from = Instant.now().minus(config.timeout()).minus(Duration.ofSeconds(1));
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (begun || partitions.isEmpty()) {
            return;
        }
        begun = true;
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.offsetsForTimes(times)
                .forEach((partition, found) ->
                        consumer.seek(partition, offset(found, ends.getOrDefault(partition, 0L))));
    }

    /** Nothing is found where nothing was said since. */
    private static long offset(@Nullable OffsetAndTimestamp found, long end) {
        return found == null ? end : found.offset();
    }
}
