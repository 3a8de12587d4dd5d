package dev.modelyard.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    @Property(tries = 200)
    void showsEveryExampleOnceInBatchesOfNearlyOneSize(
            @ForAll @IntRange(min = 1, max = 300) int examples,
            @ForAll @IntRange(min = 1, max = 70) int batchSize,
            @ForAll long seed) {
        List<int[]> batches = EpochOrder.shuffled(examples, batchSize, seed, 1);

        assertThat(batches).hasSize(EpochOrder.count(examples, batchSize));
        assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted())
                .containsExactlyElementsOf(IntStream.range(0, examples).boxed().toList());
        int smallest = batches.stream().mapToInt(batch -> batch.length).min().orElseThrow();
        int largest = batches.stream().mapToInt(batch -> batch.length).max().orElseThrow();
        assertThat(largest).isLessThanOrEqualTo(batchSize);
        assertThat(largest - smallest).isLessThanOrEqualTo(1);
    }

    @Test
    void dependsOnSeedAndEpochAndNothingElse() {
        int[] first = EpochOrder.shuffled(100, 100, 7, 3).getFirst();

        assertThat(EpochOrder.shuffled(100, 100, 7, 3).getFirst()).isEqualTo(first);
        assertThat(EpochOrder.shuffled(100, 100, 7, 4).getFirst()).isNotEqualTo(first);
        assertThat(EpochOrder.shuffled(100, 100, 8, 3).getFirst()).isNotEqualTo(first);
    }
}
