package dev.modelyard.modellibrary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CorrelationTest {
    /** The expected values are the textbook formulas, worked out apart; 5 and 5 share the ranks 4 and 5. */
    @Test
    void agreesWithPublishedFormulas() {
        Correlation correlation = of(new double[][] {{1, 2}, {2, 1}, {3, 4}, {4, 3}, {5, 7}, {5, 5}});

        assertThat(correlation.pearson()).isCloseTo(0.8315218, within(1e-6));
        assertThat(correlation.spearman()).isCloseTo(0.8696565, within(1e-6));
    }

    @Test
    void aMonotonousAnswerRanksPerfectly() {
        Correlation correlation = of(new double[][] {{1, 1}, {2, 10}, {3, 100}, {4, 1000}});

        assertThat(correlation.spearman()).isCloseTo(1, within(1e-12));
        assertThat(correlation.pearson()).isLessThan(0.9);
    }

    @Test
    void constantAnswersHaveNone() {
        assertThat(of(new double[][] {{1, 2}, {2, 2}, {3, 2}}).pearson()).isNaN();
        assertThat(new Correlation().spearman()).isNaN();
    }

    private static Correlation of(double[][] pairs) {
        Correlation correlation = new Correlation();
        for (double[] pair : pairs) {
            correlation.add(pair[0], pair[1]);
        }
        return correlation;
    }
}
