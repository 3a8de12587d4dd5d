package dev.modelyard.inference.batching;

import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * What a run of a model costs by its size, measured before the first call; so the model is warm by then. From one on the number of
 * inputs is doubled for as long as that makes more of them in the same time.
 *
 * @param largestBatch inputs beyond which more at once gains nothing worth its wait
 * @param linger the longest that a call shall wait for company: as long as it would take by itself, where company is cheaper
 * @param alone what one input by itself takes
 */
public record Calibration(int largestBatch, Duration linger, Duration alone) {
    private static final int REPEATS = 3;
    /** So many doublings one after another that are not worth it end the search; a single one may be other work on the machine. */
    private static final int IN_VAIN = 2;
    /** A doubling is worth it if it makes at least so many times as much. */
    private static final double WORTH = 1.1;
    /** Company is cheaper than being alone if it makes at least so many times as much. */
    private static final double CHEAPER = 1.3;

    private static final long PATIENCE_NANOS = Duration.ofMillis(300).toNanos();
    private static final long LONGEST_RUN_NANOS = Duration.ofMillis(50).toNanos();
    /** Less than this a timer cannot tell from nothing. */
    private static final long LEAST_LINGER_NANOS = Duration.ofNanos(100_000).toNanos();

    /**
     * Runs the model on the calling thread, for a third of a second or so.
     *
     * @param most inputs to try
     */
    static Calibration of(ServableModel model, int most) {
        Prepared blank = model.blank();
        return of(most, size -> nanos(model, Collections.nCopies(size, blank)));
    }

    /** By the time that a run of so many inputs takes, in nanoseconds. */
    static Calibration of(int most, IntToLongFunction run) {
        long alone = quickest(2 * REPEATS, 1, run);
        int best = 1;
        long taken = alone;
        long spent = alone;
        int vain = 0;
        for (int size = 2;
                size <= most && vain < IN_VAIN && spent < PATIENCE_NANOS && taken < LONGEST_RUN_NANOS;
                size *= 2) {
            long next = quickest(REPEATS, size, run);
            spent += REPEATS * next;
            if (rate(size, next) < WORTH * rate(best, taken)) {
                vain++;
            } else {
                vain = 0;
                best = size;
                taken = next;
            }
        }
        boolean worthWaiting = alone >= LEAST_LINGER_NANOS && rate(best, taken) >= CHEAPER * rate(1, alone);
        Duration time = Duration.ofNanos(alone);
        return new Calibration(best, worthWaiting ? time : Duration.ZERO, time);
    }

    private static long quickest(int repeats, int size, IntToLongFunction run) {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            quickest = Math.min(quickest, run.applyAsLong(size));
        }
        return Math.max(1, quickest);
    }

    private static double rate(int size, long nanos) {
        return (double) size / nanos;
    }

    private static long nanos(ServableModel model, List<Prepared> samples) {
        long begin = System.nanoTime();
        model.run(samples);
        return System.nanoTime() - begin;
    }
}
