package dev.modelyard.api.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.id.OwnerId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningLimitsTest {
    private static final OwnerId ANN = new OwnerId("ann");
    private static final OwnerId BOB = new OwnerId("bob");

    @Test
    void anOwnersOwnLimitCountsInsteadOfTheUsualOne() {
        RunningLimits limits = new RunningLimits(Optional.of(2L), Map.of(BOB, 5L));

        assertThat(limits.reached(Map.of(ANN, 2L, BOB, 2L))).containsExactly(ANN);
        assertThat(limits.reached(Map.of(ANN, 1L, BOB, 5L))).containsExactly(BOB);
        assertThat(limits.reached(Map.of(ANN, 3L, BOB, 6L))).containsExactlyInAnyOrder(ANN, BOB);
    }

    @Test
    void whoMayRunNothingHasReachedItWithNothing() {
        assertThat(new RunningLimits(Optional.empty(), Map.of(ANN, 0L)).reached(Map.of()))
                .containsExactly(ANN);
    }

    @Test
    void withoutLimitsNobodyReachesOne() {
        RunningLimits none = new RunningLimits(Optional.empty(), Map.of());

        assertThat(none.none()).isTrue();
        assertThat(none.reached(Map.of(ANN, 1_000_000L))).isEmpty();
    }
}
