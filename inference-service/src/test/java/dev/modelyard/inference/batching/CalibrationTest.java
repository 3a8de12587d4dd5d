package dev.modelyard.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void whereCompanyIsFreeBatchesAreAsLargeAsTheyMayBe() {
        Calibration found = Calibration.of(64, _ -> MILLI);

        assertThat(found).isEqualTo(new Calibration(64, Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    @Test
    void whereCompanyGainsNothingNobodyWaitsForIt() {
        Calibration found = Calibration.of(64, size -> size * MILLI);

        assertThat(found).isEqualTo(new Calibration(1, Duration.ZERO, Duration.ofMillis(1)));
    }

    @Test
    void growsNoFurtherThanItGains() {
        Calibration found = Calibration.of(64, size -> Math.max(4, size) * MILLI);

        assertThat(found).isEqualTo(new Calibration(4, Duration.ofMillis(4), Duration.ofMillis(4)));
    }

    @Test
    void aSingleMeasurementThatWasDisturbedDoesNotEndTheSearch() {
        Calibration found = Calibration.of(64, size -> size == 2 ? 10 * MILLI : MILLI);

        assertThat(found.largestBatch()).isEqualTo(64);
    }

    @Test
    void aRunThatTakesMicrosecondsIsNotWorthATimer() {
        Calibration found = Calibration.of(8, _ -> 20_000);

        assertThat(found).isEqualTo(new Calibration(8, Duration.ZERO, Duration.ofNanos(20_000)));
    }

    @Test
    void whatTakesLongIsNotTriedLarger() {
        List<Integer> tried = new ArrayList<>();

        Calibration found = Calibration.of(64, size -> {
            tried.add(size);
            return 200 * MILLI;
        });

        assertThat(found.largestBatch()).isEqualTo(1);
        assertThat(tried).containsOnly(1);
    }
}
