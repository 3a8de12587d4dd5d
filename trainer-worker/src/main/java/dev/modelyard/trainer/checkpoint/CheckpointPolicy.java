package dev.modelyard.trainer.checkpoint;

import java.time.Duration;

/**
 * When states are kept.
 *
 * @param every after this long within an epoch
 * @param apart at the end of an epoch, unless one was kept less than this before
 */
public record CheckpointPolicy(Duration every, Duration apart) {
    /** Only when a run is asked to end. */
    public static final CheckpointPolicy AT_THE_END =
            new CheckpointPolicy(Duration.ofDays(10_000), Duration.ofDays(10_000));

    boolean isDue(Duration sinceLast, boolean epochEnded) {
        return sinceLast.compareTo(epochEnded ? apart : every) >= 0;
    }
}
