package dev.modelyard.trainer.checkpoint;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often a training keeps its state, so that another run can go on from it. */
@ConfigMapping(prefix = "modelyard.checkpoint")
public interface CheckpointConfig {
    /** Within an epoch, a state is kept after this long. */
    @WithDefault("30s")
    Duration every();

    /** A state is kept at the end of each epoch, unless one was kept less than this before. */
    @WithDefault("1s")
    Duration apart();

    /** The same as a value. */
    default CheckpointPolicy policy() {
        return new CheckpointPolicy(every(), apart());
    }
}
