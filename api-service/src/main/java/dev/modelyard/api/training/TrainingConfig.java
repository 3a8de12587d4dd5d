package dev.modelyard.api.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How trainings are accepted. */
@ConfigMapping(prefix = "modelyard.training")
public interface TrainingConfig {
    /** What becomes of a training that asks for GPUs where no worker ever had one: {@code cpu} or {@code refuse}. */
    @WithDefault("cpu")
    WithoutGpu withoutGpu();

    /** A rule for sites without GPUs. */
    enum WithoutGpu {
        /** It trains on processors. */
        CPU,
        /** It is refused when it is submitted. */
        REFUSE
    }
}
