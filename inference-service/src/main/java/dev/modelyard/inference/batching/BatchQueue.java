package dev.modelyard.inference.batching;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of calls in front of one computation. Each turn on the shared threads runs one part of one call and then lines
 * up again, so that however long one queue is, the others get their turns.
 *
 * <p>Today a batch is made of the inputs of one call. Batches across calls are made in {@link #next()}.
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
     * @param capacity inputs that may wait
     * @param parallelRuns runs of this queue that may go on at the same time
     */
    record Limits(int largestBatch, int capacity, int parallelRuns) {}

    private final Computation<I, O> computation;
    private final Executor threads;
    private final Limits limits;
    private final BatchMetrics metrics;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final Object lock = new Object();
    private final Deque<Call.Part<I, O>> waiting = new ArrayDeque<>();
    private int waitingInputs;
    /** Turns that are lined up or running. */
    private int turns;

    private int running;
    private boolean retired;

    BatchQueue(Computation<I, O> computation, Executor threads, Limits limits, BatchMetrics metrics) {
        this.computation = computation;
        this.threads = threads;
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * Lines a call up. Cancelling the future takes it out again, save for a part that is being run.
     *
     * @throws QueueFullException if it does not fit beside those that wait
     * @throws QueueRetiredException after {@link #retire()}
     */
    CompletableFuture<List<O>> submit(List<I> inputs) throws QueueFullException, QueueRetiredException {
        Call<I, O> call = new Call<>(inputs);
        int newTurns;
        synchronized (lock) {
            if (retired) {
                throw new QueueRetiredException();
            }
            if (waitingInputs > 0 && waitingInputs + inputs.size() > limits.capacity()) {
                throw new QueueFullException();
            }
            waiting.addAll(call.parts(limits.largestBatch()));
            waitingInputs += inputs.size();
            newTurns = Math.min(running + waiting.size(), limits.parallelRuns()) - turns;
            turns += Math.max(0, newTurns);
        }
        for (int turn = 0; turn < newTurns; turn++) {
            lineUp();
        }
        return call.answer();
    }

    /** Takes no more calls; those accepted are answered. */
    void retire() {
        boolean idle;
        synchronized (lock) {
            retired = true;
            idle = turns == 0;
        }
        if (idle) {
            ended.complete(null);
        }
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

    private void lineUp() {
        try {
            threads.execute(this::turn);
        } catch (RejectedExecutionException e) {
            abandon(e);
        }
    }

    private void turn() {
        Call.Part<I, O> part = next();
        if (part != null) {
            run(part);
        }
        if (another(part != null)) {
            lineUp();
        }
    }

    private Call.@Nullable Part<I, O> next() {
        synchronized (lock) {
            Call.Part<I, O> part = waiting.poll();
            while (part != null) {
                waitingInputs -= part.size();
                if (!part.call().over()) {
                    running++;
                    return part;
                }
                part = waiting.poll();
            }
            return null;
        }
    }

    private void run(Call.Part<I, O> part) {
        long begin = System.nanoTime();
        metrics.waited(part.call().waitedNanos());
        try {
            part.call().complete(part, computation.compute(part.inputs()));
        } catch (RuntimeException | Error e) {
            part.call().fail(e);
        } finally {
            metrics.ran(part.size(), System.nanoTime() - begin);
        }
    }

    private boolean another(boolean ran) {
        boolean last;
        synchronized (lock) {
            running -= ran ? 1 : 0;
            if (!waiting.isEmpty()) {
                return true;
            }
            turns--;
            last = retired && turns == 0;
        }
        if (last) {
            ended.complete(null);
        }
        return false;
    }

    /** The threads are gone: nothing that waits will ever be run. */
    private void abandon(RejectedExecutionException reason) {
        List<Call.Part<I, O>> abandoned;
        boolean last;
        synchronized (lock) {
            abandoned = List.copyOf(waiting);
            waiting.clear();
            waitingInputs = 0;
            turns--;
            last = retired && turns == 0;
        }
        abandoned.forEach(part -> part.call().fail(reason));
        if (last) {
            ended.complete(null);
        }
    }
}
