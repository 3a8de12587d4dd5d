package dev.modelyard.api.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The topics this service creates at start, and how it publishes to them. */
@ConfigMapping(prefix = "modelyard.messaging")
public interface MessagingConfig {
    /** Partitions of event topics when they are created; an existing topic is never given fewer. */
    @WithDefault("3")
    int partitions();

    /** Replicas of each topic when it is created; absent: the broker's default. */
    Optional<Short> replication();

    /** How long events and heartbeats are kept on Kafka. */
    @WithDefault("168h")
    Duration retention();

    /** How long Kafka may take to acknowledge a message before it counts as away. */
    @WithDefault("10s")
    Duration deliveryTimeout();
}
