package dev.modelyard.inference.batching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The inputs of one caller and, part by part, their results. */
final class Call<I, O> {
    private final List<I> inputs;
    private final Object[] results;
    private final CompletableFuture<List<O>> answer = new CompletableFuture<>();
    private final long submittedNanos = System.nanoTime();
    private int missing;

    Call(List<I> inputs) {
        this.inputs = List.copyOf(inputs);
        this.results = new Object[inputs.size()];
        this.missing = inputs.size();
    }

    /** A run's worth of a call. */
    record Part<I, O>(Call<I, O> call, int from, int to) {
        List<I> inputs() {
            return call.inputs.subList(from, to);
        }

        int size() {
            return to - from;
        }
    }

    /** Cuts the call into parts of at most that size, in order. */
    List<Part<I, O>> parts(int largest) {
        List<Part<I, O>> parts = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += largest) {
            parts.add(new Part<>(this, from, Math.min(from + largest, inputs.size())));
        }
        return parts;
    }

    /** All results in the order of the inputs; cancelled by a caller who waits no longer. */
    CompletableFuture<List<O>> answer() {
        return answer;
    }

    /** Whether nobody waits for the results any more. */
    boolean over() {
        return answer.isDone();
    }

    long waitedNanos() {
        return System.nanoTime() - submittedNanos;
    }

    /** Takes in the results of a part; the last part answers the call. */
    void complete(Part<I, O> part, List<O> computed) {
        boolean whole;
        synchronized (results) {
            for (int i = 0; i < part.size(); i++) {
                results[part.from() + i] = computed.get(i);
            }
            missing -= part.size();
            whole = missing == 0;
        }
        if (whole) {
            answer.complete(collected());
        }
    }

    @SuppressWarnings("unchecked") // only complete() writes, and only results of type O
    private List<O> collected() {
        return (List<O>) List.copyOf(Arrays.asList(results));
    }

    void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }
}
