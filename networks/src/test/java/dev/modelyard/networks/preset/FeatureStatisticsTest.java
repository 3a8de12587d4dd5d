package dev.modelyard.networks.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
    @Test
    void edgesAreQuantiles() {
        FeatureStatistics feature = FeatureStatistics.of(new float[] {4, 0, 3, 1, 2}, 4);

        assertThat(feature.mean()).isEqualTo(2);
        assertThat(feature.deviation()).isCloseTo((float) Math.sqrt(2), within(1e-6f));
        assertThat(feature.edges()).containsExactly(0f, 1f, 2f, 3f, 4f);
    }

    @Test
    void aColumnOfTwoValuesHasOneBin() {
        assertThat(FeatureStatistics.of(new float[] {0, 0, 0, 1, 1, 1, 1, 1}, 2).edges())
                .containsExactly(0f, 1f);
    }

    @Test
    void aColumnOfOneValueIsLeftAsItIs() {
        FeatureStatistics feature = FeatureStatistics.of(new float[] {0.1f, 0.1f, 0.1f}, 16);

        assertThat(feature.deviation()).isEqualTo(1);
        assertThat(feature.edges()).hasSize(2);
    }

    @Property(tries = 200)
    void anyColumnMakesANode(@ForAll long seed, @ForAll @IntRange(min = 1, max = 32) int bins) {
        Random random = new Random(seed);
        float scale = (float) Math.pow(10, random.nextInt(-20, 20));
        float[] column = new float[random.nextInt(1, 60)];
        for (int i = 0; i < column.length; i++) {
            column[i] = scale * (random.nextBoolean() ? random.nextInt(3) : (float) random.nextGaussian());
        }

        FeatureStatistics feature = FeatureStatistics.of(column, bins);

        assertThat(feature.edges()).isSorted().doesNotHaveDuplicates().hasSizeBetween(2, bins + 1);
        assertThat(feature.deviation()).isPositive();
    }
}
