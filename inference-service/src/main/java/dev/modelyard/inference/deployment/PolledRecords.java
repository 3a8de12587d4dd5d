package dev.modelyard.inference.deployment;

import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells {@link CatchUp} what the consumer was given and is still to be taken in. Kafka makes it, by the name in the configuration. */
public final class PolledRecords implements ConsumerInterceptor<String, byte[]> {
    @Override
    public void configure(Map<String, ?> configuration) {}

    @Override
    public ConsumerRecords<String, byte[]> onConsume(ConsumerRecords<String, byte[]> records) {
        CatchUp catchUp = CDI.current().select(CatchUp.class).get();
        for (TopicPartition partition : records.partitions()) {
            catchUp.polled(partition, records.records(partition).getLast().offset());
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
