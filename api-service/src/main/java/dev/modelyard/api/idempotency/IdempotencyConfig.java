package dev.modelyard.api.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long answers are kept for requests that are sent again. */
@ConfigMapping(prefix = "modelyard.idempotency")
public interface IdempotencyConfig {
    /** A request under a key that was used this long ago is a new one. */
    @WithDefault("24h")
    Duration keep();
}
