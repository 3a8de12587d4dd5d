package dev.modelyard.api;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The other side of the protocol: a worker that takes jobs of one lane over Kafka and says of them what a test wants. */
public final class FakeWorker implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final WorkerId id = WorkerId.fresh();
    private final Lane lane;
    private final long memoryBytes;
    private final Instant startedAt = Instant.now();
    private final KafkaShareConsumer<byte[], byte[]> jobs;
    private final KafkaProducer<byte[], byte[]> events;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean alive;

    public FakeWorker(String bootstrapServers, Lane lane) {
        this(bootstrapServers, lane, 1L << 34);
    }

    /** A worker with that much memory for a training. */
    public FakeWorker(String bootstrapServers, Lane lane, long memoryBytes) {
        this.lane = lane;
        this.memoryBytes = memoryBytes;
        jobs = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        Topics.workerGroup(lane),
                        "share.acknowledgement.mode",
                        "explicit",
                        "max.poll.records",
                        "1"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        jobs.subscribe(Set.of(Topics.jobs(lane)));
        join(bootstrapServers);
        events = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        var _ = heart.scheduleAtFixedRate(this::beat, 0, 300, TimeUnit.MILLISECONDS);
    }

    /** Until a member of its group, a worker is handed nothing; jobs of earlier tests that come meanwhile are dropped. */
    private void join(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollDelay(Duration.ZERO)
                    .ignoreExceptions()
                    .until(() -> {
                        jobs.poll(Duration.ofMillis(200))
                                .forEach(message -> jobs.acknowledge(message, AcknowledgeType.ACCEPT));
                        jobs.commitSync();
                        var described = admin.describeShareGroups(Set.of(Topics.workerGroup(lane)))
                                .describedGroups();
                        return Objects.requireNonNull(described.get(Topics.workerGroup(lane))).get().members().stream()
                                .anyMatch(member ->
                                        !member.assignment().topicPartitions().isEmpty());
                    });
        }
    }

    public WorkerId id() {
        return id;
    }

    /** Begins to give signs of life, with one free slot. */
    public void wakeUp() {
        alive = true;
    }

    /** Gives no sign of life any more. */
    public void fallSilent() {
        alive = false;
    }

    /** Takes the next dispatch of that job; what lies before it is taken and dropped. */
    public Dispatch take(JobId job) {
        Instant deadline = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(deadline)) {
            for (ConsumerRecord<byte[], byte[]> message : jobs.poll(Duration.ofMillis(200))) {
                Dispatch dispatch = Json.read(message.value(), Dispatch.class);
                jobs.acknowledge(message, AcknowledgeType.ACCEPT);
                jobs.commitSync();
                if (dispatch.job().equals(job)) {
                    return dispatch;
                }
            }
        }
        return fail("%s was not handed out", job);
    }

    /** Takes a job and says that it began. */
    public RunKey takeAndStart(JobId job) {
        return start(take(job));
    }

    /** Begins a new run of a dispatch. */
    public RunKey start(Dispatch dispatch) {
        RunKey run = new RunKey(dispatch.job(), dispatch.number(), RunId.fresh());
        say(new JobEvent.Started(run, Instant.now(), id, "test"));
        return run;
    }

    /** Ends a run with a result. */
    public void succeed(RunKey run, String summary) {
        say(new JobEvent.Succeeded(
                run,
                Instant.now(),
                new ArtifactReference(StoreLayout.artifact(run.run()), "0".repeat(64)),
                JsonNodeFactory.instance.textNode(summary)));
    }

    public void say(JobEvent event) {
        send(Topics.JOB_EVENTS, event.run().job().value(), Json.writeBytes(event));
    }

    /** Sends any bytes as an event. */
    public void mumble(JobId job, String text) {
        send(Topics.JOB_EVENTS, job.value(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        heart.shutdownNow();
        jobs.close();
        events.close();
    }

    private void beat() {
        if (alive) {
            WorkerHeartbeat heartbeat = new WorkerHeartbeat(
                    id,
                    "test",
                    "1",
                    0,
                    1,
                    memoryBytes,
                    Map.of(lane, 1),
                    List.of(),
                    Set.of("unknown", "import", "split", "train"),
                    false,
                    startedAt,
                    Instant.now());
            send(Topics.WORKERS, id.value(), Json.writeBytes(heartbeat));
        }
    }

    private void send(String topic, String key, byte[] value) {
        var _ = events.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
        events.flush();
    }
}
