package dev.modelyard.inference.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of calls in front of one computation. Calls that wait at the same time are computed together, and where calls have
 * come together lately the first waits a moment for the others ({@link Crowd}). Each turn on the shared threads runs one batch and
 * then lines up again, so that however long one queue is, the others get their turns.
 */
final class BatchQueue<I, O> {
    /** Computes a batch: as many results as inputs, in their order. Called by several threads at once. */
    @FunctionalInterface
    interface Computation<I, O> {
        List<O> compute(List<I> batch);
    }

    /**
     * How much at once.
     *
     * @param largestBatch inputs a run takes at most
     * @param lingerNanos the longest that a call waits for company
     * @param capacity inputs that may wait
     * @param parallelRuns runs of this queue that may go on at the same time
     * @param callerRuns inputs of a call that its own thread may compute, where nothing else waits or runs: those that take less time
     *     than another thread takes to begin; 0: none
     */
    record Limits(int largestBatch, long lingerNanos, int capacity, int parallelRuns, int callerRuns) {}

    private final Computation<I, O> computation;
    private final Executor threads;
    private final Alarm alarm;
    private final Limits limits;
    private final BatchMetrics metrics;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final Object lock = new Object();
    private final Crowd crowd;
    private final Deque<Call.Part<I, O>> waiting = new ArrayDeque<>();
    private int waitingInputs;
    /** Turns that are lined up or running. */
    private int turns;

    private int running;
    private boolean retired;

    BatchQueue(Computation<I, O> computation, Executor threads, Alarm alarm, Limits limits, BatchMetrics metrics) {
        this.computation = computation;
        this.threads = threads;
        this.alarm = alarm;
        this.limits = limits;
        this.metrics = metrics;
        this.crowd = new Crowd(limits.lingerNanos());
    }

    /**
     * Lines a call up, or computes it at once. Cancelling the future takes it out again, save for a part that is being run.
     *
     * @throws QueueFullException if it does not fit beside those that wait
     * @throws QueueRetiredException after {@link #retire()}
     */
    CompletableFuture<List<O>> submit(List<I> inputs) throws QueueFullException, QueueRetiredException {
        Call<I, O> call = new Call<>(inputs);
        boolean own;
        synchronized (lock) {
            if (retired) {
                throw new QueueRetiredException();
            }
            if (waitingInputs > 0 && waitingInputs + inputs.size() > limits.capacity()) {
                throw new QueueFullException();
            }
            own = turns == 0 && waiting.isEmpty() && inputs.size() <= limits.callerRuns();
            turns += own ? 1 : 0;
            waiting.addAll(call.parts(limits.largestBatch()));
            waitingInputs += inputs.size();
        }
        CompletableFuture<?> _ = call.answer().whenComplete((_, _) -> leave(call));
        if (own) {
            turn();
        } else {
            callTurns();
        }
        return call.answer();
    }

    /** Takes no more calls; those accepted are answered. */
    void retire() {
        synchronized (lock) {
            retired = true;
        }
        callTurns();
        endIfOver();
    }

    /** Completes once the queue is retired and nothing waits or runs. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Inputs that wait now. */
    int waitingInputs() {
        synchronized (lock) {
            return waitingInputs;
        }
    }

    /** Lines up as many turns as what waits needs now; looks again when a call has waited long enough for company. */
    private void callTurns() {
        int called;
        synchronized (lock) {
            called = Math.clamp(wantedTurns() - turns, 0, limits.parallelRuns());
            turns += called;
        }
        for (int turn = 0; turn < called; turn++) {
            lineUp();
        }
    }

    private int wantedTurns() {
        int full = waitingInputs / limits.largestBatch();
        boolean rest = waitingInputs % limits.largestBatch() > 0 && isDue();
        return Math.min(running + full + (rest ? 1 : 0), limits.parallelRuns());
    }

    /** Whether what waits shall be run though it makes no full batch; if not, the alarm says when to look again. */
    private boolean isDue() {
        Call.Part<I, O> oldest = waiting.peek();
        if (oldest == null || retired) {
            return true;
        }
        long lingers = crowd.lingersNanos(waiting.size(), oldest.call().waitedNanos());
        return lingers <= 0 || !alarm.set(lingers, this::callTurns);
    }

    /** A call that is over, above all one whose caller waits no longer, takes nobody's place. */
    private void leave(Call<I, O> call) {
        synchronized (lock) {
            if (waiting.removeIf(part -> part.call() == call)) {
                waitingInputs = waiting.stream().mapToInt(Call.Part::size).sum();
            }
        }
    }

    private void lineUp() {
        try {
            threads.execute(this::turn);
        } catch (RejectedExecutionException e) {
            abandon(e);
        }
    }

    private void turn() {
        Batch<I, O> batch = next();
        if (batch != null) {
            run(batch);
        }
        if (another(batch != null)) {
            lineUp();
        } else {
            endIfOver();
        }
    }

    /** The oldest parts that make a batch together; null if nobody waits any more. */
    private @Nullable Batch<I, O> next() {
        synchronized (lock) {
            List<Call.Part<I, O>> parts = new ArrayList<>();
            int size = 0;
            for (Call.Part<I, O> part = waiting.peek();
                    part != null && size + part.size() <= limits.largestBatch();
                    part = waiting.peek()) {
                parts.add(waiting.remove());
                size += part.size();
            }
            waitingInputs -= size;
            if (parts.isEmpty()) {
                return null;
            }
            running++;
            crowd.came(parts.size());
            return new Batch<>(parts);
        }
    }

    private void run(Batch<I, O> batch) {
        long begin = System.nanoTime();
        batch.parts().forEach(part -> metrics.waited(part.call().waitedNanos()));
        try {
            batch.complete(computation.compute(batch.inputs()));
        } catch (RuntimeException | Error e) {
            batch.fail(e);
        } finally {
            metrics.ran(batch.size(), System.nanoTime() - begin);
        }
    }

    /** Whether this turn goes on with what waits. */
    private boolean another(boolean ran) {
        synchronized (lock) {
            running -= ran ? 1 : 0;
            turns--;
            boolean goesOn = wantedTurns() > turns;
            turns += goesOn ? 1 : 0;
            return goesOn;
        }
    }

    private void endIfOver() {
        boolean over;
        synchronized (lock) {
            over = retired && turns == 0 && waiting.isEmpty();
        }
        if (over) {
            ended.complete(null);
        }
    }

    /** The threads are gone: nothing that waits will ever be run. */
    private void abandon(RejectedExecutionException reason) {
        List<Call.Part<I, O>> abandoned;
        synchronized (lock) {
            abandoned = List.copyOf(waiting);
            waiting.clear();
            waitingInputs = 0;
            turns--;
        }
        abandoned.forEach(part -> part.call().fail(reason));
        endIfOver();
    }
}
