package dev.modelyard.systemtests;

import java.util.Random;

/** What the random parts of a fault test come from: a fresh one, or the one that {@code -Dfaults.seed} names. */
record Seed(long value) {
    private static final String PROPERTY = "faults.seed";

    static Seed drawn() {
        return new Seed(Long.getLong(PROPERTY, System.nanoTime()));
    }

    Random random() {
        return new Random(value);
    }

    /** How to have the same again. */
    @Override
    public String toString() {
        return "-D" + PROPERTY + "=" + value;
    }
}
