package dev.modelyard.api.messaging;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Publishes what lies in the outbox, oldest first, and deletes what Kafka has acknowledged. */
@ApplicationScoped
class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int BATCH = 200;

    private final OutboxStore store;
    private final Producer<byte[], byte[]> producer;

    OutboxPublisher(
            OutboxStore store, @Identifier("default-kafka-broker") Map<String, Object> kafka, MessagingConfig config) {
        this.store = store;
        Map<String, Object> properties = new HashMap<>(kafka);
        int patience = Math.toIntExact(config.deliveryTimeout().toMillis());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "modelyard-api-outbox");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience / 2);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @PreDestroy
    void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /**
     * Publishes some messages, in a transaction of its own.
     *
     * @return whether all that were tried left, and there may be more
     * @throws KafkaException if Kafka did not take one; those it took are gone from the outbox
     */
    boolean publishSome() {
        Outcome outcome = QuarkusTransaction.requiringNew().call(this::publishOldest);
        if (outcome.failure() != null) {
            throw new KafkaException(
                    "a message was not published: " + outcome.failure().getMessage(), outcome.failure());
        }
        return outcome.full();
    }

    /** Publishes in the transaction at hand. */
    Outcome publishOldest() {
        if (!store.lock()) {
            return new Outcome(false, null); // another replica publishes
        }
        List<OutboxEntity> messages = store.oldest(BATCH);
        if (messages.isEmpty()) {
            return new Outcome(false, null);
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Exception failure = null;
        try {
            for (OutboxEntity message : messages) {
                Future<RecordMetadata> sending = producer.send(record(message));
                sent.add(sending);
                if (sending.state() == Future.State.FAILED && !isTooLarge(sending.exceptionNow())) {
                    // It blocked as long as it may for a broker that is away, and so would each of the others.
                    break;
                }
            }
        } catch (KafkaException e) {
            failure = e;
        }
        List<Long> acknowledged = new ArrayList<>();
        Set<String> held = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            OutboxEntity message = messages.get(i);
            try {
                sent.get(i).get();
                // A later message of a key stays behind an earlier one that did not leave, so that it is the last word
                // again.
                if (!held.contains(message.key)) {
                    acknowledged.add(message.id);
                }
            } catch (ExecutionException e) {
                if (isTooLarge(e.getCause())) {
                    LOG.errorf("message %d for %s is given up: %s", message.id, message.topic, e.getMessage());
                    acknowledged.add(message.id);
                    continue;
                }
                failure = e;
                held.add(message.key);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = e;
                break;
            }
        }
        if (!acknowledged.isEmpty()) {
            store.delete(acknowledged);
        }
        return new Outcome(messages.size() == BATCH, failure);
    }

    /** No broker will ever take it. Whatever is in a message has a length, so none should be; what waits behind it must leave. */
    private static boolean isTooLarge(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    private static ProducerRecord<byte[], byte[]> record(OutboxEntity message) {
        return new ProducerRecord<>(message.topic, message.key.getBytes(StandardCharsets.UTF_8), message.value);
    }

    /**
     * How it went.
     *
     * @param full whether there may be more
     * @param failure why a message was not taken
     */
    record Outcome(boolean full, @Nullable Exception failure) {}
}
