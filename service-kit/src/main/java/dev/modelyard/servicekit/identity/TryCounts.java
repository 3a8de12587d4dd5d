package dev.modelyard.servicekit.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * A number of tries for each name, which come back evenly (the generic cell rate algorithm). Names are hashed under a random
 * seed into a table of fixed size: however many are made up, memory stays the same and no name is forgotten. Two names may
 * share a place and then their tries.
 */
final class TryCounts {
    private static final int PLACES = 1 << 15;

    private final AtomicLongArray usedUntil = new AtomicLongArray(PLACES);
    private final long seed = new SecureRandom().nextLong();
    private final long interval;
    private final long period;
    private final LongSupplier nanoTime;
    private final long origin;

    TryCounts(int tries, Duration period, LongSupplier nanoTime) {
        if (tries < 1 || !period.isPositive()) {
            throw new IllegalArgumentException("tries and their period must be positive");
        }
        this.period = period.toNanos();
        this.interval = this.period / tries;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /** Uses up one try. Not zero: there was none, and the next comes back after this time. */
    Duration count(String name) {
        long now = nanoTime.getAsLong() - origin;
        int place = place(name);
        while (true) {
            long used = usedUntil.get(place);
            long after = Math.max(now, used) + interval;
            if (after - now > period) {
                return Duration.ofNanos(after - now - period);
            }
            if (usedUntil.compareAndSet(place, used, after)) {
                return Duration.ZERO;
            }
        }
    }

    private int place(String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return (int) (hash & (PLACES - 1));
    }
}
