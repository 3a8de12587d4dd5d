package dev.modelyard.inference.protocol;

import java.util.List;

/**
 * A tensor of a request or an answer.
 *
 * @param shape the first axis is the batch
 * @param values as many as the shape says
 */
record NamedTensor(String name, DataType type, List<Long> shape, Values values) {
    NamedTensor {
        shape = List.copyOf(shape);
    }

    /** Samples in it. */
    int batch() {
        return Math.toIntExact(shape.getFirst());
    }
}
