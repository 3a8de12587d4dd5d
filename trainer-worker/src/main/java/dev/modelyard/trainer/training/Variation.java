package dev.modelyard.trainer.training;

import java.util.random.RandomGenerator;

/**
 * The randomness of one epoch. What it gives an example depends on seed, epoch and the example's index only: not on threads,
 * not on what was asked before, so a resumed training sees what an uninterrupted one does.
 */
public record Variation(long seed, int epoch) {
    /** Another of the same epoch, for examples that are seen more than once at a time. */
    public Variation again() {
        return new Variation(Seeds.of(seed, 2), epoch);
    }

    /** Numbers for one example. */
    public RandomGenerator of(int example) {
        return Seeds.generator(seed, epoch, example);
    }
}
