package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.FakeWorker;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.worker.WorkerService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.embedded.SharedInfrastructure;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of a job through a real database and a real broker, with a worker played by the test. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class JobWayIT {
    private static final OwnerId OWNER = new OwnerId("somebody");
    private static final Caller CALLER = new Caller(OWNER, Set.of(Role.USER));
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private static final FakeWorker WORKER = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.SHORT);

    @Inject
    JobService service;

    @Inject
    JobStore jobs;

    @Inject
    RunStore runs;

    @Inject
    RecordedOutcomes outcomes;

    @Inject
    WorkerService workers;

    @Inject
    AgroalDataSource database;

    @AfterAll
    static void dismiss() {
        WORKER.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
            statement.execute("truncate worker");
        }
        WORKER.wakeUp();
    }

    @AfterEach
    void rest() {
        WORKER.fallSilent();
    }

    @Test
    void aJobIsHandedOutRunAndEndsWithItsResultOnce() {
        // Given
        Job job = submit();
        assertThat(job.state()).isEqualTo(JobState.QUEUED);

        // When
        Dispatch dispatch = WORKER.take(job.id());
        RunKey run = WORKER.start(dispatch);
        Job running = await(job, JobState.RUNNING);
        WORKER.say(progress(run, 1));
        Job measured = await(job.id(), found -> found.progress().isPresent());
        WORKER.succeed(run, "fine");
        Job done = await(job, JobState.SUCCEEDED);
        WORKER.succeed(run, "fine");
        WORKER.say(progress(run, 2));
        settle(run);

        // Then
        assertThat(dispatch.attempt()).isEqualTo(1);
        assertThat(dispatch.owner()).isEqualTo(OWNER);
        assertThat(running.run()).contains(run.run());
        assertThat(running.worker()).contains(WORKER.id());
        assertThat(measured.metrics()).containsEntry("train_loss", 1.0);
        assertThat(done.result()).contains(JobResult.modelVersion(7, Map.of("val_accuracy", 0.5)));
        assertThat(done.metrics()).containsExactlyEntriesOf(Map.of("val_accuracy", 0.5));
        assertThat(figures(job.id())).extracting(EpochMetrics::epoch).containsExactly(1);
        assertThat(outcomes.succeeded).containsOnlyOnce(job.id());
        assertThat(outcomes.ended).containsOnlyOnce(job.id());
    }

    @Test
    void aJobWhoseWorkerWentSilentIsTriedAgainAndTheOldRunIsToldToStop() {
        // Given
        Job job = submit();
        RunKey lost = WORKER.takeAndStart(job.id());
        await(job, JobState.RUNNING);

        // When
        Dispatch second = WORKER.take(job.id());
        RunKey run = WORKER.start(second);
        WORKER.say(progress(lost, 9));
        WORKER.succeed(lost, "too late");
        WORKER.succeed(run, "fine");
        Job done = await(job, JobState.SUCCEEDED);

        // Then
        assertThat(second.number()).isGreaterThan(lost.dispatch());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(done.run()).contains(run.run());
        assertThat(done.failures()).isEqualTo(1);
        assertThat(outcomes.succeeded).containsOnlyOnce(job.id());
        awaitControl(new JobControl.Superseded(job.id(), lost.run()));
    }

    @Test
    void aJobWhoseWorkersAllGoSilentFailsAtItsLimit() {
        // Given
        Job job = submit();

        // When
        for (int attempt = 1; attempt <= 3; attempt++) {
            WORKER.takeAndStart(job.id());
        }
        Job failed = await(job, JobState.FAILED);

        // Then
        assertThat(failed.error()).map(JobError::code).contains(ErrorCode.WORKER_LOST);
        assertThat(failed.attempt()).isEqualTo(3);
        assertThat(outcomes.ended).containsOnlyOnce(job.id());
    }

    @Test
    void theSecondRunOfADispatchIsSuperseded() {
        // Given
        Job job = submit();
        Dispatch dispatch = WORKER.take(job.id());
        RunKey first = WORKER.start(dispatch);

        // When
        RunKey second = WORKER.start(dispatch);
        WORKER.succeed(second, "not bound");
        WORKER.start(new Dispatch(
                job.id(), dispatch.number() - 1, OWNER, 1, 0, dispatch.spec(), Optional.empty(), Instant.now()));
        awaitControlOrTombstone(new JobControl.Superseded(job.id(), second.run()));

        // Then
        assertThat(find(job.id()).state()).isEqualTo(JobState.RUNNING);
        assertThat(find(job.id()).run()).contains(first.run());
        WORKER.succeed(first, "fine");
        await(job, JobState.SUCCEEDED);
    }

    @Test
    void aQueuedJobStopsAtOnce() {
        // Given
        WORKER.fallSilent();
        awaitNoLiveWorker();
        Job job = submit();

        // When
        service.stop(CALLER, job.id());

        // Then
        assertThat(find(job.id()).state()).isEqualTo(JobState.STOPPED);
        assertThat(outcomes.ended).containsOnlyOnce(job.id());
    }

    @Test
    void aDispatchedJobThatNoWorkerHasStartedStopsAfterAWhileAndALateRunIsSuperseded() {
        // Given
        Job job = submit();
        Dispatch dispatch = WORKER.take(job.id());

        // When
        service.stop(CALLER, job.id());
        awaitControlOrTombstone(new JobControl.StopRequested(job.id(), dispatch.number()));
        Job stopped = await(job, JobState.STOPPED);
        RunKey late = WORKER.start(dispatch);

        // Then
        assertThat(stopped.run()).isEmpty();
        awaitControl(new JobControl.Superseded(job.id(), late.run()));
        assertThat(find(job.id()).state()).isEqualTo(JobState.STOPPED);
    }

    @Test
    void aRunningJobStopsWhenItsRunObeysAndTheRequestIsTakenBack() {
        // Given
        Job job = submit();
        RunKey run = WORKER.takeAndStart(job.id());
        await(job, JobState.RUNNING);

        // When
        service.stop(CALLER, job.id());
        service.stop(CALLER, job.id());
        assertThat(find(job.id()).state()).isEqualTo(JobState.STOPPING);
        awaitControl(new JobControl.StopRequested(job.id(), run.dispatch()));
        WORKER.say(new JobEvent.Stopped(run, Instant.now(), Optional.empty()));
        await(job, JobState.STOPPED);

        // Then
        awaitTombstone(job.id().value());
        service.stop(CALLER, job.id());
        assertThat(find(job.id()).state()).isEqualTo(JobState.STOPPED);
    }

    @Test
    void aStoppingJobWhoseRunGoesSilentIsStopped() {
        // Given
        Job job = submit();
        WORKER.takeAndStart(job.id());
        await(job, JobState.RUNNING);

        // When
        service.stop(CALLER, job.id());

        // Then
        await(job, JobState.STOPPED);
    }

    @Test
    void aJobThatSucceededBeforeItObeyedAStopHasSucceeded() {
        // Given
        Job job = submit();
        RunKey run = WORKER.takeAndStart(job.id());
        await(job, JobState.RUNNING);
        service.stop(CALLER, job.id());

        // When
        WORKER.succeed(run, "fine");

        // Then
        await(job, JobState.SUCCEEDED);
    }

    @Test
    void aJobThatWasHandedBackIsTriedAgainAndHasNotFailed() {
        // Given
        Job job = submit();
        RunKey run = WORKER.takeAndStart(job.id());

        // When
        WORKER.say(new JobEvent.Yielded(run, Instant.now(), "shutting down", Optional.empty()));
        Dispatch again = WORKER.take(job.id());

        // Then
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(find(job.id()).failures()).isZero();
    }

    @Test
    void aPassingFailureIsTriedAgainAndALastingOneIsNot() {
        // Given
        Job job = submit();
        RunKey first = WORKER.takeAndStart(job.id());
        WORKER.say(new JobEvent.Failed(first, Instant.now(), ErrorCode.STORAGE_UNAVAILABLE, "no disk", true));
        RunKey second = WORKER.takeAndStart(job.id());

        // When
        WORKER.say(new JobEvent.Failed(second, Instant.now(), ErrorCode.INVALID_DATA, "line 17", false));
        Job failed = await(job, JobState.FAILED);

        // Then
        assertThat(failed.error()).contains(new JobError(ErrorCode.INVALID_DATA, "line 17"));
        assertThat(failed.attempt()).isEqualTo(2);
    }

    @Test
    void aDispatchThatNoWorkerStartsIsHandedOutAgain() {
        // Given
        Job job = submit();
        Dispatch first = WORKER.take(job.id());

        // When
        Dispatch second = WORKER.take(job.id());

        // Then
        assertThat(second.number()).isGreaterThan(first.number());
        WORKER.succeed(WORKER.start(second), "fine");
        await(job, JobState.SUCCEEDED);
    }

    @Test
    void aResultThatCannotBeUsedFailsTheJob() {
        // Given
        Job job = submit();
        RunKey run = WORKER.takeAndStart(job.id());

        // When
        WORKER.succeed(run, RecordedOutcomes.UNUSABLE);
        Job failed = await(job, JobState.FAILED);

        // Then
        assertThat(failed.error()).map(JobError::code).contains(ErrorCode.INTERNAL);
        assertThat(outcomes.succeeded).doesNotContain(job.id());
        assertThat(outcomes.ended).containsOnlyOnce(job.id());
    }

    @Test
    void malformedAndUnknownEventsArePassedOver() {
        // Given
        Job job = submit();
        RunKey run = WORKER.takeAndStart(job.id());

        // When
        WORKER.mumble(job.id(), "no json");
        WORKER.mumble(job.id(), "{\"type\":\"started\"}");
        WORKER.mumble(
                job.id(),
                "{\"type\":\"progressed\",\"run\":{\"job\":\"%s\",\"dispatch\":%d,\"run\":\"%s\"}}"
                        .formatted(job.id(), run.dispatch(), run.run()));
        WORKER.say(new JobEvent.Unknown(run, Instant.now()));
        WORKER.say(progress(new RunKey(JobId.fresh(), 1, RunId.fresh()), 1));
        WORKER.succeed(run, "fine");

        // Then
        await(job, JobState.SUCCEEDED);
    }

    @Test
    void anEndedJobIsDeletedWithAllThatBelongsToIt() {
        // Given
        Job job = submit();
        RunKey run = WORKER.takeAndStart(job.id());
        WORKER.say(progress(run, 1));
        WORKER.succeed(run, "fine");
        await(job, JobState.SUCCEEDED);

        // When
        service.delete(CALLER, job.id());

        // Then
        assertThat(inTransaction(() -> jobs.find(job.id()))).isEmpty();
        assertThat(inTransaction(() -> runs.of(job.id()))).isEmpty();
    }

    private Job submit() {
        return service.submit(
                OWNER,
                JobRequest.of(
                        new JobSpec.Unknown(), new JobSubject(Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private Job find(JobId id) {
        return inTransaction(() -> jobs.find(id)).orElseThrow();
    }

    private List<EpochMetrics> figures(JobId id) {
        return inTransaction(() -> runs.figures(id, 0, 10));
    }

    private Job await(Job job, JobState state) {
        return await(job.id(), found -> found.state() == state);
    }

    private Job await(JobId id, Predicate<Job> condition) {
        return Awaitility.await().atMost(LONGEST).until(() -> find(id), condition);
    }

    private void awaitNoLiveWorker() {
        Awaitility.await().atMost(LONGEST).until(() -> workers.live().isEmpty());
    }

    /** Waits until everything said so far has been applied, by something said after it. */
    private void settle(RunKey after) {
        Job other = submit();
        RunKey run = WORKER.takeAndStart(other.id());
        WORKER.succeed(run, "settled");
        await(other, JobState.SUCCEEDED);
        assertThat(after).isNotEqualTo(run);
    }

    private static JobEvent.Progressed progress(RunKey run, int epoch) {
        return new JobEvent.Progressed(
                run,
                Instant.now(),
                new Progress("training", epoch, 10, epoch, 10, Optional.of(3.0), Optional.empty()),
                Optional.of(new EpochMetrics(epoch, epoch, Map.of("train_loss", (double) epoch))));
    }

    private static void awaitControl(JobControl control) {
        Awaitility.await().atMost(LONGEST).until(() -> heard(control.key()).contains(Json.write(control)));
    }

    private static void awaitControlOrTombstone(JobControl control) {
        Awaitility.await().atMost(LONGEST).until(() -> !heard(control.key()).isEmpty());
    }

    private static void awaitTombstone(String key) {
        Awaitility.await().atMost(LONGEST).until(() -> {
            List<String> heard = heard(key);
            return !heard.isEmpty() && heard.getLast().isEmpty();
        });
    }

    /** Everything said under a key of the control topic, oldest first; a tombstone is empty. */
    private static List<String> heard(String key) {
        Map<String, Object> properties =
                new HashMap<>(Map.of("bootstrap.servers", SharedInfrastructure.kafkaBootstrapServers()));
        try (var consumer =
                new KafkaConsumer<String, byte[]>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(Topics.JOB_CONTROL, 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            List<String> heard = new ArrayList<>();
            while (consumer.position(only) < end) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    if (message.key().equals(key)) {
                        heard.add(message.value() == null ? "" : new String(message.value(), StandardCharsets.UTF_8));
                    }
                }
            }
            return heard;
        }
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
