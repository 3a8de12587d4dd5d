package dev.modelyard.trainer.training;

import java.util.random.RandomGenerator;

/**
 * The randomness of one epoch. What it gives an example depends on seed, epoch and the example's index only: not on threads,
 * not on what was asked before, so a resumed training sees what an uninterrupted one does.
 */
public record Variation(long seed, int epoch) {
    /** Numbers for one example. */
    public RandomGenerator of(int example) {
        return Seeds.generator(seed, epoch, example);
    }
}
