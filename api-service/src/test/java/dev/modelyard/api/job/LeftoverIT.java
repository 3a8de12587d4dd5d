package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What jobs and runs leave behind, and when it goes; no worker is there, so they stay where a test puts them. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class LeftoverIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int MANY = 100;

    @Inject
    LeftoverService leftovers;

    @Inject
    JobService service;

    @Inject
    JobStore jobs;

    @Inject
    JobTransitions transitions;

    @Inject
    RunStore runs;

    @Inject
    CheckpointStore checkpoints;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    private long dispatches = 5_000_000;

    @BeforeEach
    @AfterEach
    void leaveNoJobAndNobodyWhoMightTakeOne() throws SQLException {
        execute("truncate job cascade");
        execute("truncate worker");
    }

    @Test
    void anOldJobIsForgottenWithEverythingButWhatItMade() throws Exception {
        // Given
        JobId old = submit();
        RunId lost = run(old);
        requeue(old, lost);
        RunId last = run(old);
        end(old, "succeeded", Duration.ofDays(91));
        JobId young = submit();
        RunId other = run(young);
        end(young, "succeeded", Duration.ofDays(89));

        // When
        int forgotten = leftovers.forgetJobs(Duration.ofDays(90), MANY);

        // Then
        assertThat(forgotten).isEqualTo(1);
        assertThat(exists(old)).isFalse();
        assertThat(exists(young)).isTrue();
        awaitGone(StoreLayout.run(lost));
        awaitGone(StoreLayout.log(last));
        awaitGone(StoreLayout.checkpoints(last));
        assertThat(store.list(StoreLayout.artifact(last))).hasSize(1);
        assertThat(store.list(StoreLayout.run(other))).hasSize(3);
    }

    @Test
    void jobsThatHaveNotEndedAreNeverForgotten() {
        JobId queued = submit();
        JobId running = submit();
        run(running);

        assertThat(leftovers.forgetJobs(Duration.ZERO, MANY)).isZero();
        assertThat(leftovers.forgetLogs(Duration.ZERO, MANY)).isZero();
        assertThat(exists(queued) && exists(running)).isTrue();
    }

    @Test
    void anOldLogGoesOnceAndItsJobStays() throws Exception {
        // Given
        JobId job = submit();
        RunId run = run(job);
        end(job, "failed", Duration.ofDays(31));

        // When
        int first = leftovers.forgetLogs(Duration.ofDays(30), MANY);
        int second = leftovers.forgetLogs(Duration.ofDays(30), MANY);

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();
        assertThat(exists(job)).isTrue();
        awaitGone(StoreLayout.log(run));
        assertThat(store.list(StoreLayout.artifact(run))).hasSize(1);
    }

    @Test
    void aJobThatRunsAgainHasALogAgain() throws Exception {
        // Given
        JobId job = submit();
        run(job);
        end(job, "failed", Duration.ofDays(31));
        leftovers.forgetLogs(Duration.ofDays(30), MANY);
        execute("update job set state = 'queued', ended_at = null where id = '" + job + "'");

        // When
        run(job);
        end(job, "failed", Duration.ofDays(31));

        // Then
        assertThat(leftovers.forgetLogs(Duration.ofDays(30), MANY)).isEqualTo(1);
    }

    @Test
    void checkpointsOfFailedJobsGoBeforeThoseOfStoppedOnes() throws Exception {
        // Given
        JobId failed = submit();
        RunId ofFailed = runWithCheckpoint(failed);
        end(failed, "failed", Duration.ofDays(8));
        JobId stopped = submit();
        RunId ofStopped = runWithCheckpoint(stopped);
        end(stopped, "stopped", Duration.ofDays(8));

        // When
        forgetRuns();

        // Then
        awaitGone(StoreLayout.checkpoints(ofFailed));
        awaitGone(StoreLayout.artifact(ofFailed));
        assertThat(checkpoint(failed)).isEmpty();
        assertThat(checkpoint(stopped)).isPresent();
        assertThat(store.list(StoreLayout.run(ofStopped))).hasSize(3);

        // When
        end(stopped, "stopped", Duration.ofDays(31));
        forgetRuns();

        // Then
        awaitGone(StoreLayout.checkpoints(ofStopped));
        assertThat(checkpoint(stopped)).isEmpty();
        assertThat(store.list(StoreLayout.log(ofStopped))).hasSize(1);
    }

    @Test
    void whatALostRunLeftGoesOnceItIsQuietAndWhatItsJobGoesOnFromStays() throws Exception {
        // Given
        JobId job = submit();
        RunId useless = run(job);
        requeue(job, useless);
        RunId useful = runWithCheckpoint(job);
        requeue(job, useful);
        RunId bound = run(job);
        execute("update run set state = 'bound' where id = '" + bound + "'");

        // When
        execute("update run set seen_at = now() - interval '23 hours'");
        forgetRuns();

        // Then
        assertThat(store.list(StoreLayout.run(useless))).hasSize(3);

        // When
        execute("update run set seen_at = now() - interval '25 hours'");
        forgetRuns();

        // Then
        awaitGone(StoreLayout.artifact(useless));
        awaitGone(StoreLayout.checkpoints(useless));
        assertThat(store.list(StoreLayout.log(useless))).hasSize(1);
        assertThat(store.list(StoreLayout.run(useful))).hasSize(3);
        assertThat(store.list(StoreLayout.run(bound))).hasSize(3);
        assertThat(checkpoint(job)).isPresent();
    }

    @Test
    void theResultOfAJobIsNoLeftover() throws Exception {
        // Given
        JobId job = submit();
        RunId lost = runWithCheckpoint(job);
        requeue(job, lost);
        RunId last = run(job);
        end(job, "succeeded", DAY);
        execute("update run set seen_at = now() - interval '25 hours'");

        // When
        forgetRuns();

        // Then
        awaitGone(StoreLayout.artifact(lost));
        awaitGone(StoreLayout.checkpoints(lost));
        awaitGone(StoreLayout.checkpoints(last));
        assertThat(store.list(StoreLayout.artifact(last))).hasSize(1);
        assertThat(leftovers.forgetRuns(DAY, WEEK, Duration.ofDays(30), MANY)).isZero();
    }

    private void forgetRuns() {
        leftovers.forgetRuns(DAY, WEEK, Duration.ofDays(30), MANY);
    }

    private JobId submit() {
        JobSubject none = new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
        return service.submit(new OwnerId("ann"), JobRequest.of(new JobSpec.Unknown(), none))
                .id();
    }

    /** A run of the job that has written something of each kind, and is not waited for. */
    private RunId run(JobId job) {
        RunKey run = new RunKey(job, dispatches++, RunId.fresh());
        QuarkusTransaction.requiringNew().run(() -> {
            WorkerId worker = WorkerId.fresh();
            assertThat(transitions.dispatched(job, run.dispatch(), Instant.now()))
                    .isTrue();
            assertThat(transitions.bound(run, worker, Instant.now())).isTrue();
            runs.insert(run, worker, RunState.SUPERSEDED);
        });
        put(StoreLayout.logChunk(run.run(), 0));
        put(StoreLayout.checkpoint(run.run(), 1) + "/manifest.json");
        put(StoreLayout.artifact(run.run()) + "/manifest.json");
        return run.run();
    }

    private RunId runWithCheckpoint(JobId job) {
        RunId run = run(job);
        ArtifactReference artifact = new ArtifactReference(StoreLayout.checkpoint(run, 1), "0".repeat(64));
        QuarkusTransaction.requiringNew()
                .run(() -> checkpoints.add(
                        new RunKey(job, dispatches, run), new CheckpointReference(1, 10, artifact), Instant.now()));
        return run;
    }

    private void requeue(JobId job, RunId run) {
        QuarkusTransaction.requiringNew()
                .run(() -> transitions.requeued(
                        job, run, new JobTransitions.Requeue(Instant.now(), true, false), Instant.now()));
    }

    private void end(JobId job, String state, Duration ago) throws SQLException {
        execute("update job set state = '%s', ended_at = now() - interval '%d seconds' where id = '%s'"
                .formatted(state, ago.toSeconds(), job));
        execute("update run set seen_at = now() - interval '%d seconds' where job = '%s'"
                .formatted(ago.toSeconds(), job));
    }

    private Optional<CheckpointReference> checkpoint(JobId job) {
        return QuarkusTransaction.requiringNew().call(() -> checkpoints.furthest(job));
    }

    private boolean exists(JobId job) {
        return QuarkusTransaction.requiringNew().call(() -> jobs.find(job)).isPresent();
    }

    private void put(String key) {
        try {
            store.put(key, new ByteArrayInputStream(new byte[1]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitGone(String prefix) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> store.list(prefix)
                .isEmpty());
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
