package dev.modelyard.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.SplitRule;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DivisionTest {
    @Property(tries = 300)
    void holdsTheSharesWithinEachLabelAndInAll(
            @ForAll @Size(min = 1, max = 400) List<@IntRange(max = 6) Integer> labels,
            @ForAll @IntRange(max = 45) int validation,
            @ForAll @IntRange(max = 45) int test,
            @ForAll long seed) {
        SplitRule rule = new SplitRule((100 - validation - test) / 100.0, validation / 100.0, test / 100.0, seed);

        Division division = Division.by(rule, labels.size(), 7, labels::get);

        assertThat(division.size()).isEqualTo(labels.size());
        for (int label = 0; label < 7; label++) {
            int of = label;
            long size = labels.stream().filter(other -> other == of).count();
            if (size > 0) {
                assertThat(count(division, labels, of, Split.TRAIN)).isPositive();
                assertThat((double) count(division, labels, of, Split.VALIDATION))
                        .isCloseTo(size * rule.validation(), offset(2.0));
                assertThat((double) count(division, labels, of, Split.TEST)).isCloseTo(size * rule.test(), offset(2.0));
            }
        }
        Division again = Division.by(rule, labels.size(), 7, labels::get);
        for (int i = 0; i < labels.size(); i++) {
            assertThat(again.split(i)).isEqualTo(division.split(i));
        }
    }

    private static long count(Division division, List<Integer> labels, int label, Split split) {
        long count = 0;
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) == label && division.split(i) == split) {
                count++;
            }
        }
        return count;
    }
}
