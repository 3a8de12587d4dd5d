package dev.modelyard.api.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What happens to jobs whose run did not end well. */
@ConfigMapping(prefix = "modelyard.jobs")
public interface JobConfig {
    /** How often a job is tried again after its worker was lost or its run failed for a passing reason. */
    @WithDefault("5")
    int retries();

    /** The pause before the first retry; each further one is twice as long. */
    @WithDefault("1s")
    Duration backOff();

    /** The longest pause before a retry. */
    @WithDefault("60s")
    Duration longestBackOff();
}
