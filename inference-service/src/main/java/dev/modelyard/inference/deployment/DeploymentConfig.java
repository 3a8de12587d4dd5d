package dev.modelyard.inference.deployment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** How models are loaded and let go. */
@ConfigMapping(prefix = "modelyard.deployment")
public interface DeploymentConfig {
    /** How many models are fetched and loaded at the same time. */
    @WithDefault("2")
    int loadThreads();

    /** How often this replica says that it lives. It also does so whenever what it holds has changed. */
    @WithDefault("3s")
    Duration heartbeatInterval();

    /** How long a stopping replica waits for the calls it has accepted. */
    @WithDefault("10s")
    Duration drainTimeout();

    /** The artifact store, {@code file:///folder} or {@code s3://bucket/prefix}; the same for all services and workers. Environment: MODELYARD_STORE. */
    @WithDefault("${modelyard.store}")
    URI store();

    /** Folder for copies of models while they load; what it holds can be lost at any time. Environment: MODELYARD_DATA. */
    @WithDefault("${modelyard.data:.modelyard/inference}")
    Path data();
}
