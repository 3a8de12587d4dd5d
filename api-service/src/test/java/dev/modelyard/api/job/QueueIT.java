package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.Infrastructure;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of the queue, against the real database; no worker is there, so the service itself hands out nothing. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class QueueIT {
    private static final OwnerId ANN = new OwnerId("ann");
    private static final OwnerId BOB = new OwnerId("bob");
    private static final OwnerId EVE = new OwnerId("eve");

    @Inject
    JobService service;

    @Inject
    QueueService queue;

    @Inject
    JobStore jobs;

    @Inject
    JobTransitions transitions;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
            statement.execute("truncate worker, lane_turn, outbox");
        }
    }

    @AfterEach
    void leaveNoJob() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    @Test
    void higherPriorityGoesFirstThenAge() {
        // Given
        JobId old = submit(ANN, 0);
        JobId urgent = submit(ANN, 5);
        JobId idle = submit(ANN, -5);
        JobId young = submit(ANN, 0);

        // Then
        assertThat(positions(urgent, old, young, idle)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(handOutOneByOne(4)).containsExactly(urgent, old, young, idle);
    }

    @Test
    void ownersTakeTurnsHoweverManyJobsOneHas() {
        // Given
        List<JobId> anns = IntStream.range(0, 5).mapToObj(_ -> submit(ANN, 0)).toList();
        List<JobId> bobs = IntStream.range(0, 2).mapToObj(_ -> submit(BOB, 0)).toList();
        JobId eves = submit(EVE, 0);

        // When
        List<JobId> positioned = byPosition(List.of(anns, bobs, List.of(eves)));
        List<JobId> order = handOutAndEndOneByOne(8);

        // Then
        assertThat(order)
                .containsExactly(
                        anns.get(0),
                        bobs.get(0),
                        eves,
                        anns.get(1),
                        bobs.get(1),
                        anns.get(2),
                        anns.get(3),
                        anns.get(4));
        assertThat(positioned).isEqualTo(order);
    }

    @Test
    void ownersWaitForOthersThatHaveTwoJobsFewerInHand() {
        // Given
        List<JobId> anns = IntStream.range(0, 6).mapToObj(_ -> submit(ANN, 0)).toList();
        handOutOneByOne(3);
        List<JobId> bobs = IntStream.range(0, 4).mapToObj(_ -> submit(BOB, 0)).toList();

        // When
        List<JobId> positioned = byPosition(List.of(anns.subList(3, 6), bobs));
        List<JobId> order = handOutOneByOne(7);

        // Then
        assertThat(order)
                .containsExactly(
                        bobs.get(0), bobs.get(1), anns.get(3), bobs.get(2), anns.get(4), bobs.get(3), anns.get(5));
        assertThat(positioned).isEqualTo(order);
    }

    @Test
    void anOwnerWhoseJobsEndSoonerGetsNoMoreTurns() {
        // Given
        List<JobId> anns = IntStream.range(0, 3).mapToObj(_ -> submit(ANN, 0)).toList();
        List<JobId> bobs = IntStream.range(0, 3).mapToObj(_ -> submit(BOB, 0)).toList();
        handOutOneByOne(1);

        // When
        List<JobId> order = handOutAndEndOneByOne(5);

        // Then
        assertThat(order).containsExactly(bobs.get(0), anns.get(1), bobs.get(1), anns.get(2), bobs.get(2));
    }

    @Test
    void theNextTryOfALostRunIsNotItsOwnersTurn() {
        // Given
        JobId lost = submit(ANN, 0);
        RunKey run = start(lost, WorkerId.fresh());
        JobId bobsFirst = submit(BOB, 0);
        assertThat(handOutOneByOne(1)).containsExactly(bobsFirst);
        JobTransitions.Requeue madeUpFor = new JobTransitions.Requeue(Instant.now(), true, true);
        assertThat(inTransaction(() -> transitions.requeued(lost, run.run(), madeUpFor, Instant.now())))
                .isTrue();
        JobId annsNext = submit(ANN, 0);
        JobId bobsNext = submit(BOB, 0);

        // Then
        assertThat(handOutOneByOne(3)).containsExactly(lost, annsNext, bobsNext);
    }

    @Test
    void whatAWorkerRunsThatIsGoneIsNobodysShare() {
        // Given
        WorkerId live = WorkerId.fresh();
        WorkerId gone = WorkerId.fresh();
        for (int i = 0; i < 2; i++) {
            start(submit(BOB, 0), live);
            start(submit(ANN, 0), gone);
        }
        JobId bobsNext = submit(BOB, 0);
        JobId annsNext = submit(ANN, 0);

        // When
        queue.handOut(Lane.SHORT, new Room() {
            @Override
            public int free(List<HandedOut> handedOut) {
                return 1;
            }

            @Override
            public boolean isGone(WorkerId worker) {
                return worker.equals(gone);
            }
        });

        // Then
        assertThat(find(annsNext).state()).isEqualTo(JobState.DISPATCHED);
        assertThat(find(bobsNext).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void theNextTryOfALostRunIsNotItsOwnersShareButOnlyOneAtATime() {
        // Given
        for (JobId lost : List.of(submit(ANN, 0), submit(ANN, 0))) {
            RunKey run = start(lost, WorkerId.fresh());
            JobTransitions.Requeue madeUpFor = new JobTransitions.Requeue(Instant.now(), true, true);
            assertThat(inTransaction(() -> transitions.requeued(lost, run.run(), madeUpFor, Instant.now())))
                    .isTrue();
            assertThat(handOutOneByOne(1)).containsExactly(lost);
        }
        JobId bobsFirst = submit(BOB, 0);
        JobId bobsSecond = submit(BOB, 0);
        JobId annsThird = submit(ANN, 0);

        // Then
        assertThat(handOutOneByOne(3)).containsExactly(bobsFirst, annsThird, bobsSecond);
    }

    private RunKey start(JobId job, WorkerId worker) {
        assertThat(handOutOneByOne(1)).containsExactly(job);
        RunKey run = new RunKey(job, find(job).dispatch().orElseThrow(), RunId.fresh());
        assertThat(inTransaction(() -> transitions.bound(run, worker, Instant.now())))
                .isTrue();
        return run;
    }

    @Test
    void aRetryIsNotHandedOutBeforeItsTimeAndHoldsNobodyUp() {
        // Given
        JobId retried = submit(ANN, 5);
        handOutOneByOne(1);
        Job dispatched = find(retried);
        inTransaction(() -> transitions.requeued(
                retried,
                dispatched.dispatch().orElseThrow(),
                new JobTransitions.Requeue(Instant.now().plus(Duration.ofHours(1)), true, false),
                Instant.now()));
        JobId other = submit(ANN, 0);

        // When
        List<JobId> order = handOutOneByOne(2);

        // Then
        assertThat(order).containsExactly(other);
        assertThat(find(retried).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void aLaneHandsOutItsOwnJobsOnly() {
        // Given
        JobId job = submit(ANN, 0);

        // When
        int done = queue.handOut(Lane.CPU, _ -> 5);

        // Then
        assertThat(done).isZero();
        assertThat(find(job).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void manyDispatchersAtOnceHandOutEachJobOnceAndNoMoreThanThereIsRoomFor() throws Exception {
        // Given
        int slots = 25;
        List<JobId> all = IntStream.range(0, 40).mapToObj(_ -> submit(ANN, 0)).toList();

        // When
        try (var pool = Executors.newFixedThreadPool(6)) {
            List<Future<Integer>> rounds = pool.invokeAll(IntStream.range(0, 12)
                    .<Callable<Integer>>mapToObj(
                            _ -> () -> queue.handOut(Lane.SHORT, inHand -> Math.min(4, slots - inHand.size())))
                    .toList());
            assertThat(sum(rounds)).isEqualTo(slots);
        }

        // Then
        List<Job> found = all.stream().map(this::find).toList();
        assertThat(found).filteredOn(job -> job.state() == JobState.DISPATCHED).hasSize(slots);
        assertThat(found.stream().flatMap(job -> job.dispatch().stream())).doesNotHaveDuplicates();
        assertThat(found)
                .allMatch(job -> job.attempt() == job.dispatch().stream().count());
    }

    @Test
    void aJobThatIsNotQueuedHasNoPlaceInTheQueue() {
        // Given
        JobId job = submit(ANN, 0);
        handOutOneByOne(1);

        // Then
        assertThat(service.queuePosition(find(job))).isEmpty();
    }

    private static int sum(List<Future<Integer>> rounds) throws InterruptedException, ExecutionException {
        int sum = 0;
        for (Future<Integer> round : rounds) {
            sum += round.get();
        }
        return sum;
    }

    private JobId submit(OwnerId owner, int priority) {
        JobSubject none = new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
        return service.submit(owner, new JobRequest(new JobSpec.Unknown(), none, priority, 0))
                .id();
    }

    private List<JobId> handOutOneByOne(int times) {
        List<JobId> order = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            List<Job> before = queued();
            queue.handOut(Lane.SHORT, _ -> 1);
            List<JobId> after = queued().stream().map(Job::id).toList();
            before.stream().map(Job::id).filter(id -> !after.contains(id)).forEach(order::add);
        }
        return order;
    }

    private List<JobId> handOutAndEndOneByOne(int times) {
        List<JobId> order = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            List<JobId> next = handOutOneByOne(1);
            order.addAll(next);
            next.forEach(id -> inTransaction(() -> {
                transitions.stopping(id, Instant.now());
                return transitions.stopped(id, Instant.now());
            }));
        }
        return order;
    }

    private List<JobId> byPosition(List<List<JobId>> all) {
        return all.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(id -> positions(id).getFirst()))
                .toList();
    }

    private List<Long> positions(JobId... ids) {
        return List.of(ids).stream()
                .map(id -> service.queuePosition(find(id)).orElseThrow())
                .toList();
    }

    private List<Job> queued() {
        JobFilter filter = new JobFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(JobState.QUEUED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return inTransaction(() -> jobs.list(filter, Optional.empty(), 1000));
    }

    private Job find(JobId id) {
        return inTransaction(() -> jobs.find(id)).orElseThrow();
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
