package dev.modelyard.api.messaging;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Starts at the end of each partition where only news matter. */
final class Positions implements ConsumerRebalanceListener {
    private final Consumer<?, ?> consumer;
    private final boolean onlyNews;

    Positions(Consumer<?, ?> consumer, boolean onlyNews) {
        this.consumer = consumer;
        this.onlyNews = onlyNews;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (onlyNews) {
            consumer.seekToEnd(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // what was applied is committed after each poll already
    }
}
