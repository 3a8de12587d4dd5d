package dev.modelyard.api.dispatch;

import dev.modelyard.api.job.JobEventListener;
import dev.modelyard.contracts.wire.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells silence from deafness. A run's silence means something only if the broker could be reached the whole time and every
 * event that had come by then has been applied: each look notes where the events end, and the next says whether all up to there is
 * committed by the group that reads them. Used by one thread.
 */
@ApplicationScoped
class Hearing {
    private static final Logger LOG = Logger.getLogger(Hearing.class);
    private static final int PATIENCE_MILLIS = 5000;

    private final Map<String, Object> kafka;
    private @Nullable Admin admin;
    private @Nullable Mark mark;
    /** Since when every look found the broker there and the events read. */
    private @Nullable Instant since;

    Hearing(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * Looks at the broker.
     *
     * @param now by the clock that stamps when runs were heard of
     * @return the latest time that, if a run was not heard of since, it has been silent for that long; absent if that cannot be told
     */
    Optional<Instant> silentBefore(Instant now, Duration silence) {
        try {
            Map<TopicPartition, Long> ends = ends();
            Mark before = mark;
            if (before == null || !isRead(before.ends())) {
                if (before == null) {
                    mark = new Mark(now, ends);
                }
                since = null;
                return Optional.empty();
            }
            Instant heardSince = since == null ? before.at() : since;
            since = heardSince;
            mark = new Mark(now, ends);
            Instant silentBefore = before.at().minus(silence);
            return heardSince.isAfter(silentBefore) ? Optional.empty() : Optional.of(silentBefore);
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("the broker cannot be asked", e);
            deaf();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Nobody listened for a while. */
    void deaf() {
        mark = null;
        since = null;
    }

    @PreDestroy
    void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        var topic = admin().describeTopics(List.of(Topics.JOB_EVENTS))
                .allTopicNames()
                .get()
                .get(Topics.JOB_EVENTS);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        if (topic != null) {
            for (TopicPartitionInfo info : topic.partitions()) {
                TopicPartition partition = new TopicPartition(Topics.JOB_EVENTS, info.partition());
                latest.put(partition, OffsetSpec.latest());
                earliest.put(partition, OffsetSpec.earliest());
            }
        }
        Map<TopicPartition, Long> ends = offsets(latest);
        // Past their retention, events are not there to be read, though nothing may ever have been committed.
        offsets(earliest).forEach(ends::remove);
        return ends;
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> wanted)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> found = new HashMap<>();
        admin().listOffsets(wanted).all().get().forEach((partition, at) -> found.put(partition, at.offset()));
        return found;
    }

    private boolean isRead(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin().listConsumerGroupOffsets(JobEventListener.GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata read = committed.get(end.getKey());
            return read != null && read.offset() >= end.getValue();
        });
    }

    private Admin admin() {
        Admin found = admin;
        if (found == null) {
            Map<String, Object> properties = new HashMap<>(kafka);
            properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "modelyard-api-hearing");
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
            found = Admin.create(properties);
            admin = found;
        }
        return found;
    }

    /** Where the events ended at a time. */
    private record Mark(Instant at, Map<TopicPartition, Long> ends) {}
}
