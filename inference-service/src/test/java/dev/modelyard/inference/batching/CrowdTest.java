package dev.modelyard.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrowdTest {
    private final Crowd crowd = new Crowd(1000);

    @Test
    void whoComesAloneNeverWaits() {
        crowd.came(1);
        crowd.came(1);

        assertThat(crowd.lingersNanos(1, 0)).isZero();
    }

    @Test
    void waitsForAsManyAsLatelyAndTheLessTheMoreAreThere() {
        for (int i = 0; i < 50; i++) {
            crowd.came(4);
        }

        assertThat(crowd.lingersNanos(1, 0)).isBetween(700L, 760L);
        assertThat(crowd.lingersNanos(1, 200)).isBetween(500L, 560L);
        assertThat(crowd.lingersNanos(2, 0)).isBetween(450L, 510L);
        assertThat(crowd.lingersNanos(3, 0)).isBetween(200L, 260L);
        assertThat(crowd.lingersNanos(4, 0)).isZero();
        assertThat(crowd.lingersNanos(1, 1000)).isNegative();
    }

    @Test
    void forgetsACrowdThatIsGone() {
        for (int i = 0; i < 50; i++) {
            crowd.came(16);
        }
        for (int i = 0; i < 15; i++) {
            crowd.came(1);
        }

        assertThat(crowd.lingersNanos(1, 0)).isZero();
    }
}
