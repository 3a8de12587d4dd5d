package dev.modelyard.auth.revocation;

import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries revocations from the outbox to the compacted topic: as soon as one is committed, and, while Kafka or the database
 * is away, again every two seconds.
 */
@ApplicationScoped
class RevocationPublisher {
    private static final Logger LOG = Logger.getLogger(RevocationPublisher.class);
    /** A start that fails elsewhere must not find a thread at work. */
    private static final int AFTER_ALL_ELSE = 5000;

    private static final Duration RETRY = Duration.ofSeconds(2);
    /** Another replica may have died with revocations in the outbox. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private static final int ANSWER_MILLIS = 5000;

    private final Map<String, Object> kafka;
    private final RevocationStore store;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running = true;
    private @Nullable Producer<String, String> producer;

    RevocationPublisher(@Identifier("default-kafka-broker") Map<String, Object> kafka, RevocationStore store) {
        this.kafka = kafka;
        this.store = store;
    }

    void start(@Observes @Priority(AFTER_ALL_ELSE) StartupEvent event) {
        Thread.ofVirtual().name("revocation-publisher").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
        wake.release();
    }

    void added(@Observes(during = TransactionPhase.AFTER_SUCCESS) RevocationAdded event) {
        wake.release();
    }

    private void run() {
        boolean complained = false;
        while (running) {
            Duration pause = LOOK;
            try {
                // the first revocation does not wait for a connection
                open();
                while (QuarkusTransaction.requiringNew().call(() -> store.take(this::publish))) {
                    LOG.debug("more revocations wait");
                }
                complained = false;
            } catch (RuntimeException e) {
                pause = RETRY;
                if (running && !complained) {
                    LOG.warnf("revocations cannot be published (%s); trying on", e.getMessage());
                    complained = true;
                }
            }
            if (running) {
                await(pause);
            }
        }
        Optional.ofNullable(producer).ifPresent(opened -> opened.close(RETRY));
    }

    private void await(Duration pause) {
        try {
            if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private void publish(List<Revocation> revocations) {
        Producer<String, String> open = open();
        List<Future<RecordMetadata>> sent = revocations.stream()
                .map(revocation -> open.send(
                        new ProducerRecord<>(Topics.REVOCATIONS, revocation.recordKey(), Json.write(revocation))))
                .toList();
        sent.forEach(RevocationPublisher::acknowledged);
    }

    private static <T> void acknowledged(Future<T> answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw new KafkaException("the broker refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private Producer<String, String> open() {
        Producer<String, String> opened = producer;
        if (opened == null) {
            createTopic();
            Map<String, Object> properties = new HashMap<>(kafka);
            properties.put(ProducerConfig.CLIENT_ID_CONFIG, "revocations");
            properties.put(ProducerConfig.ACKS_CONFIG, "all");
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS);
            properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
            properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
            properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            opened = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
            producer = opened;
            opened.partitionsFor(Topics.REVOCATIONS);
        }
        return opened;
    }

    /** Whoever runs a cluster may have made the topic to their taste; if not, it is made compacted. */
    private void createTopic() {
        NewTopic topic = new NewTopic(Topics.REVOCATIONS, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("request.timeout.ms", ANSWER_MILLIS);
        properties.put("default.api.timeout.ms", ANSWER_MILLIS);
        try (Admin admin = Admin.create(properties)) {
            acknowledged(
                    admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            LOG.debug("the topic of revocations is there", e);
        }
    }
}
