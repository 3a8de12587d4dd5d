package dev.modelyard.inference.batching;

/**
 * How many calls come together, and how long the first of them shall wait for the others. Where calls have come alone lately none
 * waits. Where they came in company the oldest waits until as many are there as lately, but no longer than the linger, and the less
 * the more are there already. For one thread at a time.
 */
final class Crowd {
    /** Of each run, in the average over runs. */
    private static final double WEIGHT = 0.25;
    /** Up to this average calls count as alone. */
    private static final double ALONE = 1.5;

    private final long lingerNanos;
    private double usual = 1;

    /**
     * @param lingerNanos the longest that a call waits for company while a run could begin
     */
    Crowd(long lingerNanos) {
        this.lingerNanos = lingerNanos;
    }

    /** A run took so many calls. */
    void came(int calls) {
        usual += WEIGHT * (calls - usual);
    }

    /**
     * How much longer the calls that wait shall wait for others.
     *
     * @param calls that wait, at least one
     * @param waitedNanos by the oldest of them
     * @return zero or less: they shall be run now
     */
    long lingersNanos(int calls, long waitedNanos) {
        if (usual <= ALONE || calls >= usual) {
            return 0;
        }
        return (long) (lingerNanos * (1 - calls / usual)) - waitedNanos;
    }
}
