package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Tensor;

/** Adds up what a network answers for the examples of a split. */
public interface Scoring {
    /**
     * Counts one batch.
     *
     * @param output the network's output, f32
     * @param target as in {@link Batch#target()}
     */
    void add(Tensor output, Tensor target);

    /** The figures of all batches so far. */
    Scores scores();
}
