package dev.modelyard.inference.placement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How other services find this replica. */
@ConfigMapping(prefix = "modelyard.replica")
public interface ReplicaConfig {
    /**
     * The base URL under which the other services reach this inference replica; the loopback address and the HTTP port unless
     * set. Environment: MODELYARD_ADVERTISED_URL.
     */
    @WithDefault("${modelyard.advertised-url:http://127.0.0.1:${quarkus.http.port}}")
    String advertisedUrl();

    /** A replica is taken to live for this long after each of its heartbeats; then others serve what it shall. */
    @WithDefault("10s")
    Duration timeout();
}
