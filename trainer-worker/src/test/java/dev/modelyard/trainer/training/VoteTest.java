package dev.modelyard.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoteTest {
    private static final int[] CLASSES = {0, 0, 1, 1};

    @Test
    void countsWhereTheNearestKnowBetter() {
        Vote vote = Vote.best(rows(true), probabilities(.4f), CLASSES);

        assertThat(vote.share()).isEqualTo(.9);
        assertThat(vote.nearest()).isLessThanOrEqualTo(2);
    }

    @Test
    void doesNotCountWhereTheNearestAreWrong() {
        assertThat(Vote.best(rows(false), probabilities(.7f), CLASSES).share()).isZero();
    }

    @Test
    void doesNotCountWhereTheNetworkIsSureAndRight() {
        assertThat(Vote.best(rows(true), probabilities(1), CLASSES).share()).isZero();
    }

    @Test
    void doesNotCountWhereItGainsNoMoreThanChanceWould() {
        List<NearestScoring.Row> rows = new ArrayList<>(rows(true).subList(0, 11));
        rows.addAll(rows(false).subList(11, 20));

        assertThat(Vote.best(rows, probabilities(.52f), CLASSES).share()).isZero();
    }

    /** Twenty examples whose two nearest are of their class, or are not. */
    private static List<NearestScoring.Row> rows(boolean right) {
        List<NearestScoring.Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int truth = i % 2;
            int near = right ? truth : 1 - truth;
            rows.add(new NearestScoring.Row(
                    new int[] {2 * near, 2 * near + 1, 2 - 2 * near, 3 - 2 * near},
                    new float[] {.9f, .8f, .1f, .05f},
                    truth));
        }
        return rows;
    }

    private static List<float[]> probabilities(float right) {
        List<float[]> probabilities = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            probabilities.add(i % 2 == 0 ? new float[] {right, 1 - right} : new float[] {1 - right, right});
        }
        return probabilities;
    }
}
