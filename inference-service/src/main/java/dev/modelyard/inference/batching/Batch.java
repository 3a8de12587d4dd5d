package dev.modelyard.inference.batching;

import java.util.ArrayList;
import java.util.List;

/** What one run computes: parts of calls, one after another. */
record Batch<I, O>(List<Call.Part<I, O>> parts) {
    Batch {
        parts = List.copyOf(parts);
    }

    /** Of all parts, in their order. */
    List<I> inputs() {
        if (parts.size() == 1) {
            return parts.getFirst().inputs();
        }
        List<I> inputs = new ArrayList<>(size());
        parts.forEach(part -> inputs.addAll(part.inputs()));
        return inputs;
    }

    int size() {
        int size = 0;
        for (Call.Part<I, O> part : parts) {
            size += part.size();
        }
        return size;
    }

    /** Gives each call its part of the results. */
    void complete(List<O> computed) {
        int from = 0;
        for (Call.Part<I, O> part : parts) {
            part.call().complete(part, computed.subList(from, from + part.size()));
            from += part.size();
        }
    }

    void fail(Throwable reason) {
        parts.forEach(part -> part.call().fail(reason));
    }
}
