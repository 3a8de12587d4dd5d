package dev.modelyard.trainer.intake;

import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.contracts.wire.Topics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * One slot: a platform thread that takes a dispatch, runs it to its end and takes the next. It polls only while it is free, so a
 * record is never held by a busy worker. The record is acknowledged once the run's start is at the broker; from then on
 * PostgreSQL, not Kafka, answers for the job.
 */
final class Slot implements Runnable {
    private static final Logger LOG = Logger.getLogger(Slot.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);
    // Long enough for other workers, and for a disk to be cleared, before the broker has offered the record too often.
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(5);
    // The consumer's own thread keeps the membership alive; a member must not be dropped because its training is long.
    private static final int MAX_POLL_INTERVAL_MS = 86_400_000;

    private final List<Lane> lanes;
    private final Map<String, Object> kafka;
    private final DispatchHandler handler;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Map<Lane, KafkaShareConsumer<String, String>> consumers = new HashMap<>();
    private boolean refused;

    /** What a slot does with a dispatch. */
    interface DispatchHandler {
        /**
         * Takes the dispatch over: when this returns, the start of its run is at the broker.
         *
         * @throws UncheckedIOException if this worker's own disk does not allow it
         */
        Runnable begin(Dispatch dispatch, Lane lane);
    }

    /** A slot that serves these lanes, the first before the others. */
    Slot(List<Lane> lanes, Map<String, Object> kafka, DispatchHandler handler) {
        this.lanes = List.copyOf(lanes);
        this.kafka = Map.copyOf(kafka);
        this.handler = handler;
    }

    @Override
    public void run() {
        try {
            lanes.forEach(lane -> consumers.put(lane, subscribe(lane)));
            while (!stopping.get()) {
                for (Lane lane : lanes) {
                    if (!stopping.get()) {
                        takeOne(lane);
                    }
                }
            }
        } finally {
            consumers.values().forEach(consumer -> consumer.close(Duration.ofSeconds(5)));
        }
    }

    /** Takes nothing more; a dispatch in progress goes on. May be called from any thread. */
    void stop() {
        stopping.set(true);
    }

    private void takeOne(Lane lane) {
        KafkaShareConsumer<String, String> consumer = consumer(lane);
        List<Runnable> begun = new ArrayList<>();
        try {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL.dividedBy(lanes.size()))) {
                if (stopping.get()) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                    continue;
                }
                consumer.acknowledge(record, accept(record, lane, begun));
            }
            consumer.commitSync();
        } catch (WakeupException e) {
            LOG.debugf("poll of lane %s ended by a wake-up", lane);
        } catch (KafkaException e) {
            LOG.warnf("lane %s: the broker did not answer as expected, trying again: %s", lane, e.getMessage());
            pause(PAUSE_AFTER_ERROR);
        }
        begun.forEach(Runnable::run);
        if (refused) {
            refused = false;
            pause(PAUSE_AFTER_REFUSAL);
        }
    }

    private AcknowledgeType accept(ConsumerRecord<String, String> record, Lane lane, List<Runnable> begun) {
        Dispatch dispatch;
        try {
            dispatch = Json.read(record.value() == null ? "" : record.value(), Dispatch.class);
        } catch (MalformedMessageException e) {
            LOG.errorf("lane %s: record %d passed over: %s", lane, record.offset(), e.getMessage());
            return AcknowledgeType.ACCEPT;
        }
        try {
            begun.add(handler.begin(dispatch, lane));
            return AcknowledgeType.ACCEPT;
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "lane %s: this worker's disk does not take job %s; it is given back", lane, dispatch.job());
            refused = true;
            return AcknowledgeType.RELEASE;
        }
    }

    private KafkaShareConsumer<String, String> consumer(Lane lane) {
        KafkaShareConsumer<String, String> consumer = consumers.get(lane);
        if (consumer == null) {
            throw new IllegalStateException("slot not subscribed to lane " + lane);
        }
        return consumer;
    }

    private KafkaShareConsumer<String, String> subscribe(Lane lane) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.workerGroup(lane));
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(Topics.jobs(lane)));
        return consumer;
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
