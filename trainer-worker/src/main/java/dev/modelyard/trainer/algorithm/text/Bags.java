package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.preprocessing.Prepared;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Dropout of bags. */
final class Bags {
    private Bags() {}

    /** A bag without some of its entries, each left out with that probability; the others are made up for them. */
    static Prepared.Bag thinned(Prepared.Bag bag, double dropout, RandomGenerator random) {
        int[] ids = new int[bag.ids().length];
        float[] weights = new float[ids.length];
        float scale = (float) (1 / (1 - dropout));
        int size = 0;
        for (int i = 0; i < ids.length; i++) {
            if (random.nextDouble() >= dropout) {
                ids[size] = bag.ids()[i];
                weights[size++] = bag.weights()[i] * scale;
            }
        }
        return new Prepared.Bag(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
    }
}
