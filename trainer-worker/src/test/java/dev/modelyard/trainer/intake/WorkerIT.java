package dev.modelyard.trainer.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.JobSpec.DatasetInput;
import dev.modelyard.contracts.job.JobSpec.SplitDataset;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.embedded.SharedInfrastructure;
import dev.modelyard.trainer.WorkerConfig;
import dev.modelyard.trainer.progress.EventPublisher;
import dev.modelyard.trainer.run.ActiveRuns;
import dev.modelyard.trainer.run.Failures;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.JobHandler;
import dev.modelyard.trainer.run.JobHandlers;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.run.RunService;
import dev.modelyard.trainer.run.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots, runs and their events against a real broker; the job handlers are the test's own. */
class WorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final ActiveRuns active = new ActiveRuns();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<JobEvent> seen = new ArrayList<>();
    private Map<String, Object> kafka;
    private ArtifactStore store;
    private EventPublisher events;
    private RunService runs;
    private Slot slot;
    private Thread thread;
    private KafkaProducer<String, String> producer;
    private KafkaConsumer<String, String> consumer;
    private long dispatches;

    /** Divides nothing: what a test wants of a run is in the seed of its split rule. */
    private final class SplitBehaviour implements JobHandler<SplitDataset> {
        @Override
        public Class<SplitDataset> specification() {
            return SplitDataset.class;
        }

        @Override
        public Result handle(SplitDataset spec, Optional<CheckpointReference> resume, RunContext context) {
            context.log("behaviour " + spec.split().seed());
            context.report(new Progress("reading", 1, 2, 0, 0, Optional.empty(), Optional.empty()));
            return switch ((int) spec.split().seed()) {
                case 1 ->
                    new Result(
                            new ArtifactReference(StoreLayout.artifact(context.run()), "0".repeat(64)), Map.of("n", 1));
                case 2 -> throw new JobFailedException(ErrorCode.INVALID_DATA, "line 7: no label");
                case 3 -> throw new IllegalStateException("secret particulars");
                case 5 ->
                    new Result(
                            new ArtifactReference(StoreLayout.artifact(context.run()), "0".repeat(64)),
                            Map.of("n", "n".repeat(2_000_000)));
                default -> untilInterrupted(context);
            };
        }

        private Result untilInterrupted(RunContext context) {
            blocked.countDown();
            await().atMost(PATIENCE).until(() -> context.interruption() != Interruption.NONE);
            context.checkInterruption();
            throw new AssertionError("not interrupted");
        }
    }

    @BeforeEach
    void start() throws Exception {
        kafka = Map.of("bootstrap.servers", SharedInfrastructure.kafkaBootstrapServers());
        readFromTheBeginning();
        store = new FolderStore(folder.resolve("store"));
        WorkerConfig config = new TestWorkerConfig(folder.resolve("worker"));
        events = new EventPublisher(kafka, config);
        events.start();
        runs = new RunService(
                config,
                new JobHandlers(List.of(new SplitBehaviour())),
                active,
                events,
                store,
                new Scratch(config),
                new Failures());
        slot = new Slot(List.of(Lane.SHORT), kafka, (dispatch, lane) -> {
            if (refusals.getAndDecrement() > 0) {
                throw new UncheckedIOException(new IOException("no space left on device"));
            }
            return runs.begin(dispatch, lane);
        });
        thread = Thread.ofPlatform().start(slot);
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer());
        consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer());
        var partition = new TopicPartition(Topics.JOB_EVENTS, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
    }

    private void readFromTheBeginning() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            var group = new ConfigResource(ConfigResource.Type.GROUP, Topics.workerGroup(Lane.SHORT));
            var earliest =
                    new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(group, List.of(earliest)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        slot.stop();
        active.interruptAll(Interruption.YIELD);
        assertThat(thread.join(PATIENCE)).as("slot ended").isTrue();
        events.close(PATIENCE);
        producer.close();
        consumer.close();
    }

    @Test
    void runsWhatWasDispatchedAndSaysHowItEnded() throws Exception {
        JobId job = dispatch(1);

        JobEvent end = awaitEnd(job);

        assertThat(eventsOf(job).getFirst()).isInstanceOf(JobEvent.Started.class);
        assertThat(end).isInstanceOfSatisfying(JobEvent.Succeeded.class, done -> {
            assertThat(done.summary().path("n").asInt()).isEqualTo(1);
            assertThat(done.artifact().prefix())
                    .isEqualTo(StoreLayout.artifact(done.run().run()));
        });
        String log = new String(
                store.open(StoreLayout.logChunk(end.run().run(), 0)).readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(log).contains("behaviour 1");
        assertThat(folder.resolve("worker/scratch").resolve(end.run().run().value()))
                .doesNotExist();
    }

    @Test
    void tellsTheOwnerWhatWasWrongWithTheirData() throws Exception {
        JobEvent end = awaitEnd(dispatch(2));

        assertThat(end).isInstanceOfSatisfying(JobEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_DATA);
            assertThat(failed.message()).isEqualTo("line 7: no label");
            assertThat(failed.retryable()).isFalse();
        });
    }

    @Test
    void keepsTheParticularsOfItsOwnDefectsToItself() throws Exception {
        JobEvent end = awaitEnd(dispatch(3));

        assertThat(end).isInstanceOfSatisfying(JobEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failed.message())
                    .doesNotContain("secret")
                    .contains(failed.run().run().value());
        });
    }

    /** More than a broker takes in one message. */
    @Test
    void aRunWhoseEndIsTooLargeToBeToldFailsAndTheNextOneIsHeardOf() throws Exception {
        JobId large = dispatch(5);
        JobId next = dispatch(1);

        assertThat(awaitEnd(large)).isInstanceOfSatisfying(JobEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failed.message()).contains("larger than a message may be");
            assertThat(failed.retryable()).isFalse();
        });
        assertThat(awaitEnd(next)).isInstanceOf(JobEvent.Succeeded.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(folder.resolve("worker/spool")).isEmptyDirectory());
    }

    @Test
    void givesAJobBackThatItsDiskDoesNotTakeAndIsReadyForItAgain() throws Exception {
        refusals.set(1);

        JobEvent end = awaitEnd(dispatch(1));

        assertThat(end).isInstanceOf(JobEvent.Succeeded.class);
        assertThat(refusals.get()).isNegative();
    }

    @Test
    void saysHowARunEndedThoughItsDiskDoesNotKeepTheEndAndTakesTheNextJob() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("worker")).resolve("spool"), "not a folder");

        assertThat(awaitEnd(dispatch(1))).isInstanceOf(JobEvent.Succeeded.class);
        assertThat(awaitEnd(dispatch(1))).isInstanceOf(JobEvent.Succeeded.class);
    }

    @Test
    void stopsARunWhenAsked() throws Exception {
        JobId job = dispatch(4);
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();

        active.stopRequested(new JobControl.StopRequested(job, dispatches));

        assertThat(awaitEnd(job)).isInstanceOf(JobEvent.Stopped.class);
    }

    @Test
    void handsTheJobBackWhenTheWorkerStops() throws Exception {
        JobId job = dispatch(4);
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();

        slot.stop();
        active.interruptAll(Interruption.YIELD);

        assertThat(awaitEnd(job)).isInstanceOf(JobEvent.Yielded.class);
    }

    @Test
    void saysNothingMoreOfARunThatLost() throws Exception {
        JobId job = dispatch(4);
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
        JobEvent started = eventsOf(job).getFirst();

        active.superseded(new JobControl.Superseded(job, started.run().run()));
        JobId next = dispatch(1);
        awaitEnd(next);

        assertThat(eventsOf(job)).noneMatch(WorkerIT::isEnd);
    }

    @Test
    void handsBackAKindOfJobItDoesNotKnow() throws Exception {
        JobId job = JobId.fresh();
        send(job, new JobSpec.Unknown());

        assertThat(awaitEnd(job)).isInstanceOfSatisfying(JobEvent.Yielded.class, back -> assertThat(back.reason())
                .contains("does not know"));
    }

    @Test
    void passesOverARecordThatIsNoDispatch() throws Exception {
        producer.send(new ProducerRecord<>(Topics.jobs(Lane.SHORT), "x", "{broken"))
                .get();
        producer.send(new ProducerRecord<>(Topics.jobs(Lane.SHORT), "x", "{}")).get();

        assertThat(awaitEnd(dispatch(1))).isInstanceOf(JobEvent.Succeeded.class);
    }

    @Test
    void sendsAnEndThatAnEarlierProcessCouldNotSend() throws Exception {
        JobId job = JobId.fresh();
        var key = new JobEvent.RunKey(job, 1, dev.modelyard.contracts.id.RunId.fresh());
        Path spool = folder.resolve("second/spool");
        Files.createDirectories(spool);
        Files.writeString(
                spool.resolve(key.run() + ".json"),
                Json.write(new JobEvent.Stopped(key, Instant.now(), Optional.empty())));

        var second = new EventPublisher(kafka, new TestWorkerConfig(folder.resolve("second")));
        second.start();

        assertThat(awaitEnd(job)).isInstanceOf(JobEvent.Stopped.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(spool).isEmptyDirectory());
        second.close(PATIENCE);
    }

    private JobId dispatch(long behaviour) throws Exception {
        JobId job = JobId.fresh();
        var input = new DatasetInput(DatasetId.fresh(), 1, new ArtifactReference("runs/x/artifact", "0".repeat(64)));
        send(job, new SplitDataset(input, new SplitRule(1, 0, 0, behaviour)));
        return job;
    }

    private void send(JobId job, JobSpec spec) throws Exception {
        var dispatch =
                new Dispatch(job, ++dispatches, new OwnerId("tester"), 1, 0, spec, Optional.empty(), Instant.now());
        producer.send(new ProducerRecord<>(Topics.jobs(Lane.SHORT), job.value(), Json.write(dispatch)))
                .get();
    }

    private JobEvent awaitEnd(JobId job) {
        return await().atMost(PATIENCE)
                .until(() -> eventsOf(job).stream().filter(WorkerIT::isEnd).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private List<JobEvent> eventsOf(JobId job) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> seen.add(Json.read(record.value(), JobEvent.class)));
        return seen.stream().filter(event -> event.run().job().equals(job)).toList();
    }

    private static boolean isEnd(JobEvent event) {
        return switch (event) {
            case JobEvent.Succeeded _, JobEvent.Failed _, JobEvent.Stopped _, JobEvent.Yielded _ -> true;
            case JobEvent.Started _, JobEvent.Progressed _, JobEvent.Checkpointed _, JobEvent.Unknown _ -> false;
        };
    }
}
