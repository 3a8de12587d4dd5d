package dev.modelyard.api.messaging;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A topic as it shall be. */
record TopicPlan(String name, int partitions, Map<String, String> settings) {
    private static final String FOR_EVER = "-1";

    TopicPlan {
        settings = Map.copyOf(settings);
    }

    /** Every topic of this service. */
    static List<TopicPlan> all(MessagingConfig config) {
        String retention = Long.toString(config.retention().toMillis());
        List<TopicPlan> plans = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            // The broker spreads the members of a share group over the partitions: of several, some would belong to
            // busy
            // or dead workers only. One belongs to all.
            plans.add(new TopicPlan(Topics.jobs(lane), 1, deleted(FOR_EVER)));
        }
        plans.add(new TopicPlan(Topics.JOB_EVENTS, config.partitions(), deleted(retention)));
        plans.add(new TopicPlan(
                Topics.JOB_CONTROL, 1, Map.of("cleanup.policy", "compact,delete", "retention.ms", retention)));
        plans.add(new TopicPlan(Topics.WORKERS, 1, deleted(retention)));
        plans.add(new TopicPlan(Topics.DEPLOYMENTS, 1, Map.of("cleanup.policy", "compact")));
        plans.add(new TopicPlan(Topics.DEPLOYMENT_EVENTS, config.partitions(), deleted(retention)));
        plans.add(new TopicPlan(Topics.REPLICAS, 1, deleted(retention)));
        return plans;
    }

    private static Map<String, String> deleted(String retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", retention);
    }
}
