package dev.modelyard.inference.batching;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How predictions are computed. */
@ConfigMapping(prefix = "modelyard.batching")
public interface BatchingConfig {
    /** Platform threads that run models, shared by all of them; as many as there are processors unless set. */
    OptionalInt threads();

    /** Processors that one run of a model may use; more lowers the latency of a large model and the throughput of many. */
    @WithDefault("1")
    int threadsPerRun();

    /**
     * Inputs that a model computes in one run at most; a larger call is run in parts. What is measured when a model is loaded may say
     * less.
     */
    @WithDefault("64")
    int maxBatch();

    /**
     * The longest that a call waits for others, to be computed together with them, where calls have come together lately. What is
     * measured when a model is loaded may say less; 0: they never wait.
     */
    @WithDefault("5ms")
    Duration longestLinger();

    /** Inputs that may wait for one model. A call that would not fit is refused with 429 at once. */
    @WithDefault("1024")
    int queueCapacity();

    /** How long a call may wait and run before it is given up with 504. */
    @WithDefault("30s")
    Duration deadline();
}
