package dev.modelyard.trainer.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Batches made ahead of their use by preparation threads, a bounded number of them, handed out in the order of the plan
 * whichever is ready first.
 */
final class BatchStream implements Iterator<Batch>, AutoCloseable {
    private final Iterator<int[]> plan;
    private final Function<int[], Batch> maker;
    private final ExecutorService preparation;
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();

    BatchStream(List<int[]> plan, Function<int[], Batch> maker, ExecutorService preparation, int depth) {
        this.plan = plan.iterator();
        this.maker = maker;
        this.preparation = preparation;
        for (int i = 0; i < depth; i++) {
            prepareNext();
        }
    }

    private void prepareNext() {
        if (plan.hasNext()) {
            int[] indexes = plan.next();
            ahead.add(preparation.submit(() -> maker.apply(indexes)));
        }
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty();
    }

    @Override
    public Batch next() {
        Future<Batch> first = ahead.poll();
        if (first == null) {
            throw new NoSuchElementException("all batches of the plan were handed out");
        }
        try {
            Batch batch = first.get();
            prepareNext();
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a batch was prepared");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error failure -> failure(failure);
                case null, default -> new IllegalStateException("a batch could not be prepared", e);
            };
        }
    }

    private static RuntimeException failure(Error error) {
        throw error;
    }

    /** Gives up the batches that were not asked for. */
    @Override
    public void close() {
        ahead.forEach(batch -> batch.cancel(false));
        ahead.clear();
    }
}
