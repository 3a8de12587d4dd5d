package dev.modelyard.api.messaging;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the broker what the platform needs: topics with their settings, share groups that begin with the oldest job. */
@ApplicationScoped
class TopicSetup {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Map<String, Object> kafka;
    private final MessagingConfig config;

    TopicSetup(@Identifier("default-kafka-broker") Map<String, Object> kafka, MessagingConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    /**
     * Does it; doing it again changes nothing.
     *
     * @throws TopicSetupException with a sentence for the operator
     */
    void apply() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "modelyard-api-setup");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        try (Admin admin = Admin.create(properties)) {
            requireShareGroups(admin);
            List<TopicPlan> plans = TopicPlan.all(config);
            create(admin, plans);
            grow(admin, plans);
            configure(admin, plans);
        } catch (ExecutionException e) {
            throw new TopicSetupException("Kafka does not do what is asked at start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicSetupException("interrupted", e);
        }
    }

    private static void requireShareGroups(Admin admin) throws ExecutionException, InterruptedException {
        FinalizedVersionRange share = admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .get("share.version");
        if (share == null || share.maxVersionLevel() < 1) {
            throw new TopicSetupException(
                    "This Kafka broker has no share groups, by which workers take jobs: use Kafka 4.2 or newer and enable them"
                            + " (kafka-features.sh upgrade --feature share.version=1).");
        }
    }

    private void create(Admin admin, List<TopicPlan> plans) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = plans.stream()
                .map(plan -> new NewTopic(plan.name(), Optional.of(plan.partitions()), config.replication())
                        .configs(plan.settings()))
                .toList();
        for (var created : admin.createTopics(topics).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static void grow(Admin admin, List<TopicPlan> plans) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> existing = admin.describeTopics(
                        plans.stream().map(TopicPlan::name).toList())
                .allTopicNames()
                .get();
        Map<String, NewPartitions> missing = new HashMap<>();
        for (TopicPlan plan : plans) {
            TopicDescription found = existing.get(plan.name());
            if (found != null && found.partitions().size() < plan.partitions()) {
                missing.put(plan.name(), NewPartitions.increaseTo(plan.partitions()));
            }
        }
        if (!missing.isEmpty()) {
            admin.createPartitions(missing).all().get();
        }
    }

    private static void configure(Admin admin, List<TopicPlan> plans) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> settings = new HashMap<>();
        for (TopicPlan plan : plans) {
            settings.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, plan.name()),
                    plan.settings().entrySet().stream()
                            .map(setting -> set(setting.getKey(), setting.getValue()))
                            .toList());
        }
        Arrays.stream(Lane.values())
                .forEach(lane -> settings.put(
                        new ConfigResource(ConfigResource.Type.GROUP, Topics.workerGroup(lane)),
                        List.of(set("share.auto.offset.reset", "earliest"))));
        admin.incrementalAlterConfigs(settings).all().get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
