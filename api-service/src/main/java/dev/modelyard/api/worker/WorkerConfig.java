package dev.modelyard.api.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a worker counts as gone. */
@ConfigMapping(prefix = "modelyard.workers")
public interface WorkerConfig {
    /** A worker not heard of for this long is lost. */
    @WithDefault("15s")
    Duration silence();

    /** A lost worker is listed for this long. */
    @WithDefault("24h")
    Duration remembered();
}
