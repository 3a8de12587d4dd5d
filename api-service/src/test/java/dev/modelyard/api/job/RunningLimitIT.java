package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.quota.Quota;
import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue of owners that may have so many jobs running; no worker is there, so the service itself hands out nothing. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class RunningLimitIT {
    private static final OwnerId ANN = new OwnerId("ann of the limits");
    private static final OwnerId BOB = new OwnerId("bob of the limits");

    @Inject
    JobService service;

    @Inject
    QueueService queue;

    @Inject
    JobStore jobs;

    @Inject
    JobTransitions transitions;

    @Inject
    QuotaService quotas;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() throws SQLException {
        execute("truncate job cascade");
        execute("truncate worker, lane_turn, outbox, quota");
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        execute("truncate job cascade");
        execute("truncate quota");
    }

    @Test
    void anOwnerAtItsLimitIsPassedOverWhileOthersGoOn() {
        // Given
        limit(ANN, 1);
        JobId anns = submit(ANN, 0);
        JobId annsNext = submit(ANN, 0);
        List<JobId> bobs = IntStream.range(0, 3).mapToObj(_ -> submit(BOB, 0)).toList();

        // When
        List<JobId> order = handOut(10);

        // Then
        assertThat(order).containsExactlyInAnyOrder(anns, bobs.get(0), bobs.get(1), bobs.get(2));
        assertThat(find(annsNext).state()).isEqualTo(JobState.QUEUED);

        // When
        end(anns);

        // Then
        assertThat(handOut(10)).containsExactly(annsNext);
    }

    @Test
    void anOwnerAtItsLimitDoesNotHoldUpWhatIsLessUrgent() {
        limit(ANN, 1);
        JobId urgent = submit(ANN, 10);
        submit(ANN, 10);
        JobId idle = submit(BOB, -10);

        assertThat(handOut(10)).containsExactlyInAnyOrder(urgent, idle);
    }

    @Test
    void aLimitIsOfAllLanesTogetherHoweverManyDispatchersThereAre() throws Exception {
        // Given
        limit(ANN, 5);
        for (int i = 0; i < 20; i++) {
            submit(ANN, 0);
            moveToLane(submit(ANN, 0), Lane.CPU);
        }

        // When
        try (var pool = Executors.newFixedThreadPool(8)) {
            pool.invokeAll(IntStream.range(0, 16)
                    .<Callable<Integer>>mapToObj(
                            turn -> () -> queue.handOut(turn % 2 == 0 ? Lane.SHORT : Lane.CPU, _ -> 3))
                    .toList());
        }

        // Then
        assertThat(queue.running(ANN)).isEqualTo(5);
        assertThat(queue.queued(ANN)).isEqualTo(35);
    }

    @Test
    void anOwnerThatMayRunNothingWaits() {
        limit(ANN, 0);
        JobId anns = submit(ANN, 0);

        assertThat(handOut(1)).isEmpty();
        quotas.reset(ANN);
        assertThat(handOut(1)).containsExactly(anns);
    }

    @Test
    void thePlaceInTheQueueIsBehindThoseThatMayRun() {
        // Given
        limit(ANN, 1);
        submit(ANN, 0);
        handOut(1);
        JobId anns = submit(ANN, 5);
        JobId bobs = submit(BOB, 0);
        JobId bobsIdle = submit(BOB, -1);

        // Then
        assertThat(position(bobs)).isEqualTo(1);
        assertThat(position(bobsIdle)).isEqualTo(2);
        assertThat(position(anns)).isEqualTo(3);
        assertThat(handOut(10)).containsExactly(bobs, bobsIdle);
    }

    private void limit(OwnerId owner, long running) {
        quotas.set(owner, new Quota(Optional.empty(), Optional.of(running), Optional.empty()));
    }

    private JobId submit(OwnerId owner, int priority) {
        JobSubject none = new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
        return service.submit(owner, new JobRequest(new JobSpec.Unknown(), none, priority, 0))
                .id();
    }

    /** Hands out up to that many jobs, one by one. */
    private List<JobId> handOut(int times) {
        List<JobId> order = new ArrayList<>();
        Set<JobId> before = handedOut();
        for (int i = 0; i < times; i++) {
            queue.handOut(Lane.SHORT, _ -> 1);
            Set<JobId> known = before;
            Set<JobId> after = handedOut();
            after.stream().filter(id -> !known.contains(id)).forEach(order::add);
            before = after;
        }
        return order;
    }

    private Set<JobId> handedOut() {
        List<JobId> found = new ArrayList<>();
        queue.handOut(Lane.SHORT, inHand -> {
            inHand.forEach(each -> found.add(each.job()));
            return 0;
        });
        return Set.copyOf(found);
    }

    private void end(JobId id) {
        QuarkusTransaction.requiringNew().run(() -> {
            transitions.stopping(id, Instant.now());
            transitions.stopped(id, Instant.now());
        });
    }

    private long position(JobId id) {
        return service.queuePosition(find(id)).orElseThrow();
    }

    private Job find(JobId id) {
        return QuarkusTransaction.requiringNew().call(() -> jobs.find(id)).orElseThrow();
    }

    private void moveToLane(JobId job, Lane lane) throws SQLException {
        execute("update job set lane = '%s' where id = '%s'".formatted(lane.wireName(), job.value()));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
