package dev.modelyard.trainer.training;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes one seed of several numbers, so that neighbours have nothing in common. */
final class Seeds {
    private Seeds() {}

    /** SplitMix64's finalizer (Steele et al. 2014) over each part in turn. */
    static long of(long... parts) {
        long state = 0x9E3779B97F4A7C15L;
        for (long part : parts) {
            state += part + 0x9E3779B97F4A7C15L;
            state = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            state = (state ^ (state >>> 27)) * 0x94D049BB133111EBL;
            state ^= state >>> 31;
        }
        return state;
    }

    static RandomGenerator generator(long... parts) {
        return new SplittableRandom(of(parts));
    }
}
