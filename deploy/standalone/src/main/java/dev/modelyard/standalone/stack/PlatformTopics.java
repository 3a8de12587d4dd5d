package dev.modelyard.standalone.stack;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.embedded.KafkaTopics;
import dev.modelyard.embedded.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the platform's topics. They exist before any service starts, so that all can start side by side; what
 * they are like (partitions, retention, compaction, share groups) api-service says, at each of its starts.
 */
final class PlatformTopics {
    private PlatformTopics() {}

    /** Creates those that are missing. */
    static void create(String bootstrapServers) {
        try (KafkaTopics client = new KafkaTopics(bootstrapServers)) {
            client.create(names().stream().map(Topic::named).toList());
        }
    }

    private static List<String> names() {
        return Stream.concat(
                        Arrays.stream(Lane.values()).map(Topics::jobs),
                        Stream.of(
                                Topics.JOB_EVENTS,
                                Topics.JOB_CONTROL,
                                Topics.DEPLOYMENTS,
                                Topics.DEPLOYMENT_EVENTS,
                                Topics.WORKERS,
                                Topics.REPLICAS,
                                Topics.REVOCATIONS))
                .toList();
    }
}
