package dev.modelyard.inference.deployment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this replica follows what is desired. */
@ConfigMapping(prefix = "modelyard.deployment")
public interface DeploymentConfig {
    /** How often this replica says that it lives. It also does so whenever what it holds has changed. */
    @WithDefault("3s")
    Duration heartbeatInterval();

    /** How long a stopping replica waits for the calls it has accepted. */
    @WithDefault("10s")
    Duration drainTimeout();
}
