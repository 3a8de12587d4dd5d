package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Tensor;
import java.nio.LongBuffer;

/** Targets that are classes. */
final class Truths {
    private Truths() {}

    /** The class ids of a target (i64, batch). */
    static int[] of(Tensor target) {
        LongBuffer ids = target.data().asLongBuffer();
        int[] classes = new int[ids.remaining()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Math.toIntExact(ids.get(i));
        }
        return classes;
    }
}
