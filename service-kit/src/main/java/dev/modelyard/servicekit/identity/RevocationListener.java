package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.contracts.wire.Topics;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the compacted topic of revocations from its beginning. Every process wants all of it, so it belongs to no
 * consumer group and leaves none behind.
 */
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
class RevocationListener {
    private static final Logger LOG = Logger.getLogger(RevocationListener.class);
    /** A start that fails elsewhere must not find a thread at work. */
    private static final int AFTER_ALL_ELSE = 5000;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 1000;

    private final Map<String, Object> kafka;
    private final RevokedTokens revoked;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, String> consumer;
    private volatile boolean caughtUp;

    RevocationListener(@Identifier("default-kafka-broker") Map<String, Object> kafka, RevokedTokens revoked) {
        this.kafka = kafka;
        this.revoked = revoked;
    }

    void start(@Observes @Priority(AFTER_ALL_ELSE) StartupEvent event) {
        Thread.ofVirtual().name("revocations").start(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
        Consumer<String, String> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    /** Whether everything that was in the topic when this process began is known. */
    boolean caughtUp() {
        return caughtUp;
    }

    private void follow() {
        boolean complained = false;
        do {
            try (Consumer<String, String> opened = open()) {
                consumer = opened;
                read(opened);
            } catch (WakeupException e) {
                LOG.debug("stops following revocations", e);
            } catch (RuntimeException e) {
                if (!complained) {
                    LOG.warnf("revocations cannot be read (%s); trying on", e);
                    complained = true;
                }
            }
        } while (!stops());
    }

    private void read(Consumer<String, String> opened) {
        List<TopicPartition> partitions = partitions(opened);
        if (partitions.isEmpty()) {
            // nobody was ever revoked; the topic is made with the first revocation
            caughtUp = true;
            return;
        }
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = opened.endOffsets(partitions);
        while (stopping.getCount() > 0) {
            opened.poll(POLL).forEach(this::apply);
            caughtUp = caughtUp
                    || ends.entrySet().stream().allMatch(end -> opened.position(end.getKey()) >= end.getValue());
        }
    }

    private static List<TopicPartition> partitions(Consumer<String, String> opened) {
        List<PartitionInfo> found = opened.listTopics().getOrDefault(Topics.REVOCATIONS, List.of());
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void apply(ConsumerRecord<String, String> message) {
        if (message.value() == null) {
            revoked.forget(message.key());
            return;
        }
        try {
            revoked.add(Json.read(message.value(), Revocation.class));
        } catch (MalformedMessageException e) {
            LOG.errorf("unreadable revocation at offset %d: %s", message.offset(), e.getMessage());
        }
    }

    private boolean stops() {
        try {
            return stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Consumer<String, String> open() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // a broker that came back with another log than before: everything again rather than nothing of it
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "revocations");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }
}
