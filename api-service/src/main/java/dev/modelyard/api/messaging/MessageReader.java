package dev.modelyard.api.messaging;

import dev.modelyard.contracts.wire.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of a topic to their handler and commits after it. While the database is away the reader stays in its group
 * and tries the same message again; a message that cannot be applied never blocks those behind it.
 */
final class MessageReader {
    private static final Logger LOG = Logger.getLogger(MessageReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final MessageHandler handler;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    MessageReader(Map<String, Object> kafka, MessageHandler handler) {
        this.kafka = kafka;
        this.handler = handler;
    }

    /** Ends the reader after the message at hand; what it has read is committed. */
    void stop() {
        stopping.countDown();
    }

    void start() {
        thread = Thread.ofVirtual().name("read " + handler.topic()).start(this::run);
    }

    /** Waits for the end, for a while. */
    void awaitEnd() {
        Thread running = thread;
        try {
            if (running != null && !running.join(PATIENCE)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping()) {
            try (Consumer<byte[], byte[]> consumer = open()) {
                consumer.subscribe(Set.of(handler.topic()), new Positions(consumer, handler.onlyNews()));
                while (!stopping()) {
                    apply(consumer, consumer.poll(POLL));
                }
            } catch (WakeupException e) {
                LOG.debugf(e, "%s is read no more", handler.topic());
            } catch (KafkaException e) {
                LOG.warnf("%s cannot be read now: %s", handler.topic(), e.getMessage());
                pause();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s cannot be read now", handler.topic());
                pause();
            }
        }
    }

    private void apply(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        boolean outage = false;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> messages = records.records(partition);
            long next = messages.getFirst().offset();
            for (ConsumerRecord<byte[], byte[]> message : messages) {
                if (outage || stopping() || !applied(message)) {
                    outage = true;
                    consumer.seek(partition, next);
                    break;
                }
                next = message.offset() + 1;
            }
            done.put(partition, new OffsetAndMetadata(next));
        }
        if (!done.isEmpty()) {
            consumer.commitSync(done);
        }
        if (outage) {
            pause();
        }
    }

    /** False if it must come again. */
    private boolean applied(ConsumerRecord<byte[], byte[]> message) {
        try {
            String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
            handler.handle(key, message.value());
        } catch (MalformedMessageException e) {
            LOG.errorf("%s is passed over: %s", place(message), e.getMessage());
        } catch (RuntimeException e) {
            if (Outages.isOne(e)) {
                LOG.warnf("%s waits, because something is away: %s", place(message), e.getMessage());
                return false;
            }
            LOG.errorf(e, "%s is passed over", place(message));
        }
        return true;
    }

    private static String place(ConsumerRecord<byte[], byte[]> message) {
        return "message %d of %s-%d".formatted(message.offset(), message.topic(), message.partition());
    }

    private boolean stopping() {
        return stopping.getCount() == 0;
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debugf("%s is read no more", handler.topic());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private Consumer<byte[], byte[]> open() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, handler.group());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, handler.group());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, handler.onlyNews() ? "latest" : "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
