package dev.modelyard.standalone.stack;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.embedded.KafkaTopics;
import dev.modelyard.embedded.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The topics and groups of the platform, as docs/architecture.md §3 wants them, on a broker of one node. */
final class PlatformTopics {
    private static final String HOUR = String.valueOf(60 * 60 * 1000);
    private static final String WEEK = String.valueOf(7L * 24 * 60 * 60 * 1000);

    private PlatformTopics() {}

    /** Creates what is missing. */
    static void create(String bootstrapServers) {
        try (KafkaTopics client = new KafkaTopics(bootstrapServers)) {
            client.create(all());
            client.readShareGroupsFromTheBeginning(
                    Arrays.stream(Lane.values()).map(Topics::workerGroup).toList());
        }
    }

    static List<Topic> all() {
        List<Topic> topics = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            topics.add(new Topic(Topics.jobs(lane), 1, Map.of("retention.ms", "-1")));
        }
        topics.add(new Topic(Topics.JOB_EVENTS, 4, Map.of("retention.ms", WEEK)));
        topics.add(new Topic(Topics.DEPLOYMENT_EVENTS, 1, Map.of("retention.ms", WEEK)));
        for (String heartbeats : List.of(Topics.WORKERS, Topics.REPLICAS)) {
            topics.add(new Topic(heartbeats, 1, Map.of("retention.ms", HOUR, "segment.ms", HOUR)));
        }
        for (String state : List.of(Topics.JOB_CONTROL, Topics.DEPLOYMENTS, Topics.REVOCATIONS)) {
            topics.add(new Topic(state, 1, Map.of("cleanup.policy", "compact")));
        }
        return topics;
    }
}
