package dev.modelyard.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.job.ScheduleKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void risesToItsPeakAndFallsAsItsKindSays() {
        assertThat(new Schedule(ScheduleKind.COSINE, 0.1, 0).factor(0, 100)).isCloseTo(1.0 / 11, within(1e-12));
        assertThat(new Schedule(ScheduleKind.COSINE, 0.1, 0).factor(10, 100)).isEqualTo(1);
        assertThat(new Schedule(ScheduleKind.COSINE, 0, 0).factor(50, 100)).isCloseTo(0.5, within(1e-12));
        assertThat(new Schedule(ScheduleKind.LINEAR, 0, 0.05).factor(50, 100)).isCloseTo(0.525, within(1e-12));
        assertThat(new Schedule(ScheduleKind.POLYNOMIAL, 0, 0).factor(50, 100))
                .isCloseTo(Math.pow(0.5, 0.9), within(1e-12));
        assertThat(new Schedule(ScheduleKind.STEP, 0, 0).factor(49, 100)).isEqualTo(1);
        assertThat(new Schedule(ScheduleKind.STEP, 0, 0).factor(50, 100)).isEqualTo(0.1);
        assertThat(new Schedule(ScheduleKind.STEP, 0, 0).factor(75, 100)).isEqualTo(0.01);
        assertThat(new Schedule(ScheduleKind.CONSTANT, 0, 0).factor(99, 100)).isEqualTo(1);
    }

    @Property(tries = 200)
    void neverLeavesTheRangeFromNothingToThePeak(
            @ForAll ScheduleKind kind,
            @ForAll @DoubleRange(min = 0, max = 0.5) double warmup,
            @ForAll @DoubleRange(min = 0, max = 1) double floor,
            @ForAll @IntRange(min = 1, max = 500) int steps) {
        Schedule schedule = new Schedule(kind, warmup, floor);
        for (int step = 0; step < steps; step++) {
            assertThat(schedule.factor(step, steps)).isBetween(0.0, 1.0);
        }
    }
}
