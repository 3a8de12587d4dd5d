package dev.modelyard.standalone.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Durations that were measured, sorted. */
final class Samples {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] nanos;

    private Samples(long[] nanos) {
        this.nanos = nanos;
    }

    static Samples of(Iterable<Duration> measured) {
        long[] nanos = new long[16];
        int count = 0;
        for (Duration one : measured) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = one.toNanos();
        }
        if (count == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    int size() {
        return nanos.length;
    }

    /** The smallest that is not exceeded by that share of them. */
    Duration quantile(double share) {
        int rank = Math.clamp((long) Math.ceil(share * nanos.length) - 1, 0, nanos.length - 1);
        return Duration.ofNanos(nanos[rank]);
    }

    /** A quantile in milliseconds, with one decimal. */
    String millis(double share) {
        return millis(share, 1);
    }

    /** A quantile in milliseconds, with so many decimals. */
    String millis(double share, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", quantile(share).toNanos() / NANOS_PER_MILLI);
    }
}
