package dev.modelyard.embedded;

import java.util.Map;

/**
 * A topic to be created.
 *
 * @param config topic configuration in Kafka's own keys
 */
public record Topic(String name, int partitions, Map<String, String> config) {
    public Topic {
        config = Map.copyOf(config);
    }

    /** A topic with one partition and the broker's defaults. */
    public static Topic named(String name) {
        return new Topic(name, 1, Map.of());
    }
}
