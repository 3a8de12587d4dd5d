package dev.modelyard.api.deployment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How deployments are told to inference replicas, and when a replica counts as alive. */
@ConfigMapping(prefix = "modelyard.deployment")
public interface DeploymentConfig {
    /** A replica is alive for this long after each of its heartbeats. */
    @WithDefault("10s")
    Duration replicaTimeout();

    /** How often the desired state of every deployment is published again, in case a topic lost it. */
    @WithDefault("60s")
    Duration republishEvery();

    /** A replica that was silent for this long is forgotten. */
    @WithDefault("1h")
    Duration forgetReplicaAfter();

    /** How long a start that is waited for may take, as with APIs that answer only when a model is loaded. */
    @WithDefault("120s")
    Duration startDeadline();
}
