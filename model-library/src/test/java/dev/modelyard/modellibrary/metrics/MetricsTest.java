package dev.modelyard.modellibrary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void countsRightAnswersAndAveragesF1OverTheClassesThatOccur() {
        Confusion confusion = new Confusion(4);
        confusion.add(0, 0);
        confusion.add(0, 1);
        confusion.add(1, 1);
        confusion.add(2, 1);

        assertThat(confusion.accuracy()).isEqualTo(0.5);
        assertThat(confusion.count(0, 1)).isEqualTo(1);
        // F1 by class: 2/3, 2/4, 0; class 3 never occurs.
        assertThat(confusion.macroF1()).isCloseTo((2.0 / 3 + 0.5 + 0) / 3, within(1e-12));
        assertThat(new Confusion(2).accuracy()).isNaN();
    }

    @Test
    void measuresErrorsInTheUnitOfTheTargetAndAgainstItsSpread() {
        RegressionError error = new RegressionError();
        double[] truths = {1e6 + 1, 1e6 + 2, 1e6 + 3, 1e6 + 4};
        double[] answers = {1e6 + 1, 1e6 + 3, 1e6 + 3, 1e6 + 2};
        for (int i = 0; i < truths.length; i++) {
            error.add(truths[i], answers[i]);
        }

        assertThat(error.mae()).isEqualTo(0.75);
        assertThat(error.rmse()).isCloseTo(Math.sqrt(5.0 / 4), within(1e-12));
        assertThat(error.r2()).isCloseTo(1 - 5.0 / 5.0, within(1e-9));
    }

    @Test
    void hasAnR2ForATargetThatNeverChanges() {
        RegressionError right = new RegressionError();
        right.add(3, 3);
        RegressionError wrong = new RegressionError();
        wrong.add(3, 3);
        wrong.add(3, 4);

        assertThat(right.r2()).isEqualTo(1);
        assertThat(wrong.r2()).isEqualTo(0);
    }
}
