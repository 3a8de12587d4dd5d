package dev.modelyard.trainer.progress;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import dev.modelyard.trainer.WorkerConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what this worker says, in the order it was said, from a thread of its own: a run never waits for the broker. While the
 * broker is away the newest progress of a run replaces the one before it; everything else waits.
 */
@ApplicationScoped
public class EventPublisher {
    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    // Longer than a broker restart; after it the record is sent anew by the loop below.
    private static final int DELIVERY_TIMEOUT_MS = 30_000;
    private static final int MAX_BLOCK_MS = 5_000;

    private final Map<String, Object> kafka;
    private final EventSpool spool;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Thread sender =
            Thread.ofPlatform().name("event-publisher").daemon().unstarted(this::sendAll);
    private boolean closed;

    private record Outgoing(String topic, String key, Object message, CompletableFuture<Void> sent) {
        Outgoing(JobEvent event) {
            this(Topics.JOB_EVENTS, event.run().job().value(), event, new CompletableFuture<>());
        }

        Outgoing(WorkerHeartbeat heartbeat) {
            this(Topics.WORKERS, heartbeat.worker().value(), heartbeat, new CompletableFuture<>());
        }
    }

    public EventPublisher(@Identifier("default-kafka-broker") Map<String, Object> kafka, WorkerConfig config) {
        this.kafka = kafka;
        this.spool = new EventSpool(config.data().resolve("spool"));
    }

    @PostConstruct
    public void start() {
        spool.kept().forEach(event -> queue(new Outgoing(event)));
        sender.start();
    }

    /** Queues an event. A terminal one is on disk when this returns, unless the disk is full. */
    public void publish(JobEvent event) {
        if (isTerminal(event)) {
            keep(event);
        }
        queue(new Outgoing(event));
    }

    private void keep(JobEvent event) {
        try {
            spool.keep(event);
        } catch (UncheckedIOException e) {
            // Only if this process ends before the broker has it is it lost, and then the sweep takes the job back.
            LOG.errorf(
                    e,
                    "the end of run %s is not on disk until the broker has it",
                    event.run().run());
        }
    }

    /**
     * Queues an event and waits until the broker has it, however long that takes.
     *
     * @throws java.util.concurrent.CompletionException if no broker will ever take it, because it is too large
     */
    public void publishAndAwait(JobEvent event) {
        Outgoing outgoing = new Outgoing(event);
        queue(outgoing);
        outgoing.sent().join();
    }

    /** Queues a heartbeat; a newer one replaces one that still waits. */
    public void publish(WorkerHeartbeat heartbeat) {
        queue(new Outgoing(heartbeat));
    }

    private static boolean isTerminal(JobEvent event) {
        return switch (event) {
            case JobEvent.Yielded _, JobEvent.Failed _, JobEvent.Stopped _, JobEvent.Succeeded _ -> true;
            case JobEvent.Started _, JobEvent.Progressed _, JobEvent.Checkpointed _, JobEvent.Unknown _ -> false;
        };
    }

    private synchronized void queue(Outgoing outgoing) {
        waiting.removeIf(older -> replaces(outgoing.message(), older.message()));
        waiting.add(outgoing);
        notifyAll();
    }

    private static boolean replaces(Object newer, Object older) {
        return switch (newer) {
            case WorkerHeartbeat _ -> older instanceof WorkerHeartbeat;
            case JobEvent.Progressed next ->
                older instanceof JobEvent.Progressed last
                        && last.run().equals(next.run())
                        && last.epoch().isEmpty();
            default -> false;
        };
    }

    /** Waits until everything queued is sent, at most that long, then stops sending. */
    public void close(Duration limit) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            if (!sender.join(limit)) {
                LOG.warn("the broker did not take all events in time; terminal ones are kept on disk");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() {
        try (Producer<String, String> producer = producer()) {
            for (Outgoing next = next(); next != null; next = next()) {
                send(producer, next);
            }
        }
    }

    private synchronized @Nullable Outgoing next() {
        try {
            while (waiting.isEmpty() && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        return waiting.poll();
    }

    private void send(Producer<String, String> producer, Outgoing outgoing) {
        var record = new ProducerRecord<>(outgoing.topic(), outgoing.key(), Json.write(outgoing.message()));
        while (!outgoing.sent().isDone()) {
            try {
                producer.send(record).get();
                if (outgoing.message() instanceof JobEvent event && isTerminal(event)) {
                    spool.forget(event);
                }
                outgoing.sent().complete(null);
            } catch (ExecutionException | KafkaException e) {
                if (e.getCause() instanceof RecordTooLargeException) {
                    giveUp(producer, outgoing, e);
                    return;
                }
                LOG.warnf(
                        "the broker did not take a message for %s, trying again: %s", outgoing.topic(), e.getMessage());
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                outgoing.sent().completeExceptionally(e);
            }
        }
    }

    /** No broker will ever take it, and nothing may wait behind it: of an end, that it was one is told instead. */
    private void giveUp(Producer<String, String> producer, Outgoing outgoing, Exception why) {
        LOG.errorf("a message for %s is given up: %s", outgoing.topic(), why.getMessage());
        if (outgoing.message() instanceof JobEvent event && isTerminal(event)) {
            JobEvent instead = new JobEvent.Failed(
                    event.run(),
                    event.at(),
                    ErrorCode.INTERNAL,
                    "what the run has to say of its end is larger than a message may be",
                    false);
            keep(instead);
            send(producer, new Outgoing(instead));
        }
        outgoing.sent().completeExceptionally(why);
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Producer<String, String> producer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Each message is waited for: to linger would only delay it.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS / 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
