package dev.modelyard.trainer.algorithm;

import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;

/** Targets of a batch as tensors. */
public final class Targets {
    private Targets() {}

    /** The class ids of some examples: i64, one each. */
    public static Tensor classes(int[] labels, int[] indexes) {
        long[] ids = new long[indexes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = labels[indexes[i]];
        }
        return Tensor.of(Shape.of(ids.length), ids);
    }

    /** Values: f32, one each in a column of its own. */
    static Tensor values(float[] values) {
        return Tensor.of(Shape.of(values.length, 1), values);
    }
}
