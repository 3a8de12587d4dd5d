package dev.modelyard.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchQueueTest {
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final StepByStep threads = new StepByStep();
    private final List<Runnable> alarms = new ArrayList<>();
    private final List<List<Integer>> batches = new ArrayList<>();

    @Test
    void answersInTheOrderOfTheInputsThoughTheyAreRunInParts() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(3, 100);

        CompletableFuture<List<Integer>> answer = queue.submit(List.of(1, 2, 3, 4, 5, 6, 7));
        threads.runAll();

        assertThat(answer.join()).containsExactly(10, 20, 30, 40, 50, 60, 70);
        assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
    }

    @Test
    void computesWhatWaitsAtTheSameTimeTogether() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(4, 100);

        CompletableFuture<List<Integer>> first = queue.submit(List.of(1));
        CompletableFuture<List<Integer>> second = queue.submit(List.of(2, 3));
        CompletableFuture<List<Integer>> third = queue.submit(List.of(4, 5));
        threads.runAll();

        assertThat(first.join()).containsExactly(10);
        assertThat(second.join()).containsExactly(20, 30);
        assertThat(third.join()).containsExactly(40, 50);
        assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(4, 5));
    }

    @Test
    void aBriefCallThatFindsNobodyIsComputedByItsOwnThread() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(8, 100, 2);

        assertThat(queue.submit(List.of(1, 2))).isCompletedWithValue(List.of(10, 20));
        assertThat(queue.submit(List.of(3))).isCompletedWithValue(List.of(30));
        CompletableFuture<List<Integer>> longer = queue.submit(List.of(1, 2, 3));
        assertThat(longer).isNotDone();
        CompletableFuture<List<Integer>> behind = queue.submit(List.of(4));
        assertThat(behind).isNotDone();

        threads.runAll();
        assertThat(longer.join()).containsExactly(10, 20, 30);
        assertThat(behind.join()).containsExactly(40);
        assertThat(queue.submit(List.of(5))).isCompletedWithValue(List.of(50));
    }

    @Test
    void aBriefCallThatComesWhileAnotherIsComputedWaitsForTheThreads() throws Exception {
        AtomicReference<@Nullable CompletableFuture<List<Integer>>> second = new AtomicReference<>();
        AtomicReference<@Nullable BatchQueue<Integer, Integer>> itself = new AtomicReference<>();
        BatchQueue<Integer, Integer> queue = queue(
                batch -> {
                    batches.add(batch);
                    if (batch.contains(1)) {
                        second.set(submitted(Objects.requireNonNull(itself.get()), 2));
                    }
                    return batch.stream().map(input -> input * 10).toList();
                },
                8,
                100,
                2);
        itself.set(queue);

        assertThat(queue.submit(List.of(1))).isCompletedWithValue(List.of(10));
        CompletableFuture<List<Integer>> waiting = Objects.requireNonNull(second.get());
        assertThat(waiting).isNotDone();
        threads.runAll();
        assertThat(waiting).isCompletedWithValue(List.of(20));
        queue.retire();
        assertThat(queue.ended()).isCompleted();
    }

    @Test
    void aBriefCallThatFailsFailsAlone() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(8, 100, 2);

        assertThat(queue.submit(List.of(-1))).isCompletedExceptionally();
        assertThat(queue.submit(List.of(1))).isCompletedWithValue(List.of(10));
    }

    @Test
    void whoComesAfterOthersCameTogetherWaitsForThem() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(8, 100);
        crowd(queue, 3);
        batches.clear();

        CompletableFuture<List<Integer>> first = queue.submit(List.of(1));
        threads.runAll();
        assertThat(first).isNotDone();
        CompletableFuture<List<Integer>> second = queue.submit(List.of(2));
        CompletableFuture<List<Integer>> third = queue.submit(List.of(3));
        threads.runAll();

        assertThat(List.of(first, second, third))
                .allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(batches).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void whoWaitsForOthersThatDoNotComeIsComputedWhenTheAlarmRings() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(8, 100);
        crowd(queue, 2);
        batches.clear();

        CompletableFuture<List<Integer>> alone = queue.submit(List.of(1));
        threads.runAll();
        assertThat(batches).isEmpty();
        TimeUnit.NANOSECONDS.sleep(LINGER_NANOS);
        alarms.forEach(Runnable::run);
        threads.runAll();

        assertThat(alone.join()).containsExactly(10);
    }

    @Test
    void whoWaitsForOthersIsComputedAtOnceWhenTheQueueIsRetired() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(8, 100);
        crowd(queue, 2);
        CompletableFuture<List<Integer>> alone = queue.submit(List.of(1));

        queue.retire();
        threads.runAll();

        assertThat(alone.join()).containsExactly(10);
        assertThat(queue.ended()).isCompleted();
    }

    @Test
    void whoGivesUpLeavesRoomForOthersAtOnce() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(2, 4);
        CompletableFuture<List<Integer>> impatient = queue.submit(List.of(1, 2, 3));

        impatient.cancel(false);

        assertThat(queue.waitingInputs()).isZero();
        CompletableFuture<List<Integer>> next = queue.submit(List.of(4, 5, 6, 7));
        threads.runAll();
        assertThat(next.join()).containsExactly(40, 50, 60, 70);
    }

    @Test
    void refusesAtOnceWhatWouldNotFitAndTakesItWhenThereIsRoomAgain() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(2, 4);
        CompletableFuture<List<Integer>> first = queue.submit(List.of(1, 2, 3));

        assertThatThrownBy(() -> queue.submit(List.of(4, 5))).isInstanceOf(QueueFullException.class);

        threads.runAll();
        assertThat(first.join()).containsExactly(10, 20, 30);
        CompletableFuture<List<Integer>> answer = queue.submit(List.of(4, 5));
        threads.runAll();
        assertThat(answer.join()).containsExactly(40, 50);
        assertThat(queue.waitingInputs()).isZero();
    }

    @Test
    void takesACallLargerThanItsRoomWhenNobodyElseWaits() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(2, 2);

        CompletableFuture<List<Integer>> answer = queue.submit(List.of(1, 2, 3));
        threads.runAll();

        assertThat(answer.join()).containsExactly(10, 20, 30);
    }

    @Test
    void neverRunsACallThatWasCancelledBeforeItsTurn() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(8, 100);
        CompletableFuture<List<Integer>> impatient = queue.submit(List.of(1));
        CompletableFuture<List<Integer>> patient = queue.submit(List.of(2));

        impatient.cancel(false);
        threads.runAll();

        assertThat(patient.join()).containsExactly(20);
        assertThat(batches).containsExactly(List.of(2));
        assertThat(queue.waitingInputs()).isZero();
    }

    @Test
    void failsTheCallOfAFailingBatchAndNoOther() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(1, 100);
        CompletableFuture<List<Integer>> good = queue.submit(List.of(1));
        CompletableFuture<List<Integer>> bad = queue.submit(List.of(-1));
        CompletableFuture<List<Integer>> alsoGood = queue.submit(List.of(2));

        threads.runAll();

        assertThat(good.join()).containsExactly(10);
        assertThat(alsoGood.join()).containsExactly(20);
        assertThatThrownBy(bad::join).isInstanceOf(CompletionException.class).hasRootCauseMessage("negative");
    }

    @Test
    void letsOtherQueuesHaveTheirTurnsBetweenThePartsOfALongCall() throws Exception {
        BatchQueue<Integer, Integer> busy = queue(1, 100);
        BatchQueue<Integer, Integer> other = queue(1, 100);

        CompletableFuture<List<Integer>> longAnswer = busy.submit(List.of(1, 2, 3, 4));
        CompletableFuture<List<Integer>> shortAnswer = other.submit(List.of(100));
        threads.runAll();

        assertThat(longAnswer).isCompleted();
        assertThat(shortAnswer).isCompleted();
        assertThat(batches).containsExactly(List.of(1), List.of(2), List.of(100), List.of(3), List.of(4));
    }

    @Test
    void whenRetiredAnswersWhatItHasRefusesWhatComesAndThenEnds() throws Exception {
        BatchQueue<Integer, Integer> queue = queue(1, 100);
        CompletableFuture<List<Integer>> accepted = queue.submit(List.of(1, 2));

        queue.retire();

        assertThat(queue.ended()).isNotDone();
        assertThatThrownBy(() -> queue.submit(List.of(3))).isInstanceOf(QueueRetiredException.class);
        threads.runAll();
        assertThat(accepted.join()).containsExactly(10, 20);
        assertThat(queue.ended()).isCompleted();
    }

    @Test
    void endsAtOnceWhenRetiredIdle() {
        BatchQueue<Integer, Integer> queue = queue(1, 100);

        queue.retire();

        assertThat(queue.ended()).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void answersEveryCallOfManyThreadsAndNeverRunsMoreAtOnceThanAllowed(int callerRuns) throws Exception {
        BatchTimer timer = new BatchTimer();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BatchQueue.Computation<Integer, Integer> counted = batch -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                return batch.stream().map(input -> input * 10).toList();
            } finally {
                running.decrementAndGet();
            }
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(4);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            BatchQueue<Integer, Integer> queue = new BatchQueue<>(
                    counted,
                    pool,
                    timer,
                    new BatchQueue.Limits(3, TimeUnit.MICROSECONDS.toNanos(200), 1_000_000, 2, callerRuns),
                    new Unmeasured());
            List<Callable<List<Integer>>> calls = IntStream.range(0, 500)
                    .<Callable<List<Integer>>>mapToObj(
                            call -> () -> queue.submit(List.of(call, call + 1, call + 2, call + 3))
                                    .join())
                    .toList();
            List<Future<List<Integer>>> answers = callers.invokeAll(calls);

            for (int call = 0; call < answers.size(); call++) {
                assertThat(answers.get(call).get())
                        .containsExactly(call * 10, call * 10 + 10, call * 10 + 20, call * 10 + 30);
            }
            queue.retire();
            queue.ended().join();
        } finally {
            timer.stop();
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    /** Has calls come together for a while. */
    private void crowd(BatchQueue<Integer, Integer> queue, int calls) throws Exception {
        for (int i = 0; i < 20; i++) {
            List<CompletableFuture<List<Integer>>> answers = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                answers.add(queue.submit(List.of(call)));
            }
            threads.runAll();
            assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        }
    }

    private BatchQueue<Integer, Integer> queue(int largestBatch, int capacity) {
        return queue(largestBatch, capacity, 0);
    }

    private BatchQueue<Integer, Integer> queue(int largestBatch, int capacity, int callerRuns) {
        BatchQueue.Computation<Integer, Integer> tenfold = batch -> {
            batches.add(batch);
            if (batch.contains(-1)) {
                throw new IllegalArgumentException("negative");
            }
            return batch.stream().map(input -> input * 10).toList();
        };
        return queue(tenfold, largestBatch, capacity, callerRuns);
    }

    private BatchQueue<Integer, Integer> queue(
            BatchQueue.Computation<Integer, Integer> computation, int largestBatch, int capacity, int callerRuns) {
        return new BatchQueue<>(
                computation,
                threads,
                (_, action) -> alarms.add(action),
                new BatchQueue.Limits(largestBatch, LINGER_NANOS, capacity, 2, callerRuns),
                new Unmeasured());
    }

    private static CompletableFuture<List<Integer>> submitted(BatchQueue<Integer, Integer> queue, int input) {
        try {
            return queue.submit(List.of(input));
        } catch (QueueFullException | QueueRetiredException e) {
            throw new AssertionError(e);
        }
    }

    /** One thread that runs when it is told to. */
    private static final class StepByStep implements Executor {
        private final Deque<Runnable> steps = new ArrayDeque<>();

        @Override
        public void execute(Runnable step) {
            steps.add(step);
        }

        void runAll() {
            for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
                step.run();
            }
        }
    }

    private static final class Unmeasured implements BatchMetrics {
        @Override
        public void waited(long nanos) {}

        @Override
        public void ran(int inputs, long nanos) {}

        @Override
        public void over() {}
    }
}
