package dev.modelyard.modellibrary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {
    /** Says 90 % and is right in 70 of 100: its logits are to be divided by ln 9 / ln (7/3). */
    @Test
    void makesWhoIsTooSureLessSure() {
        Calibration calibration = of(.9f, 70);

        assertThat(calibration.temperature()).isCloseTo(Math.log(9) / Math.log(7.0 / 3), within(1e-3));
        assertThat(calibration.loss(calibration.temperature())).isLessThan(calibration.loss(1));
    }

    @Test
    void makesWhoIsNotSureEnoughSurer() {
        assertThat(of(.6f, 90).temperature()).isCloseTo(Math.log(1.5) / Math.log(9), within(1e-3));
    }

    @Test
    void leavesAloneWhoIsAsOftenRightAsItSays() {
        assertThat(of(.8f, 80).temperature()).isCloseTo(1, within(1e-3));
    }

    @Test
    void whoIsAlwaysRightGetsABound() {
        assertThat(of(.9f, 100).temperature()).isBetween(.04, .06);
        assertThat(new Calibration().temperature()).isNaN();
    }

    private static Calibration of(float probability, int right) {
        Calibration calibration = new Calibration();
        for (int i = 0; i < 100; i++) {
            calibration.add(new float[] {probability, 1 - probability}, i < right ? 0 : 1);
        }
        return calibration;
    }
}
