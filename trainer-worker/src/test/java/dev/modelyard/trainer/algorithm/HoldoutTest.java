package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutTest {
    private static final int[] CLASSES =
            IntStream.range(0, 100).map(i -> i < 80 ? 0 : 1).toArray();

    @Test
    void setsTheSameShareOfEachClassAside() {
        Holdout holdout = Holdout.of(100, CLASSES, 5);

        assertThat(Arrays.stream(holdout.validation()).filter(i -> CLASSES[i] == 0))
                .hasSize(12);
        assertThat(Arrays.stream(holdout.validation()).filter(i -> CLASSES[i] == 1))
                .hasSize(3);
        assertThat(IntStream.concat(Arrays.stream(holdout.train()), Arrays.stream(holdout.validation()))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void choosesByTheSeed() {
        assertThat(Holdout.of(100, CLASSES, 5)).usingRecursiveComparison().isEqualTo(Holdout.of(100, CLASSES, 5));
        assertThat(Holdout.of(100, CLASSES, 6).validation())
                .isNotEqualTo(Holdout.of(100, CLASSES, 5).validation());
    }

    @Test
    void sparesNothingOfAHandfulOfExamples() {
        assertThat(Holdout.of(3, new int[0], 5).validation()).isEmpty();
        assertThat(Holdout.of(3, new int[0], 5).train()).containsExactly(0, 1, 2);
    }
}
