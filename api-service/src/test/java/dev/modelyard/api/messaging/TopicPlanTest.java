package dev.modelyard.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
    private static final List<String> LANES =
            Arrays.stream(Lane.values()).map(Topics::jobs).toList();

    private record Config(int partitions, Optional<Short> replication, Duration retention, Duration deliveryTimeout)
            implements MessagingConfig {}

    private final List<TopicPlan> plans =
            TopicPlan.all(new Config(3, Optional.empty(), Duration.ofHours(1), Duration.ofSeconds(1)));

    @Test
    void everyWorkerOfALaneReadsItsOnlyPartition() {
        assertThat(plans)
                .filteredOn(plan -> LANES.contains(plan.name()))
                .hasSameSizeAs(LANES)
                .allSatisfy(plan -> assertThat(plan.partitions()).isEqualTo(1));
    }

    @Test
    void jobsAreKeptUntilTheyAreTakenHoweverLongThatIs() {
        assertThat(plans).filteredOn(plan -> LANES.contains(plan.name())).allSatisfy(plan -> assertThat(plan.settings())
                .containsEntry("retention.ms", "-1")
                .containsEntry("cleanup.policy", "delete"));
    }
}
