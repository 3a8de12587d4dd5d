package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final RetrySchedule schedule = new RetrySchedule(Configs.webhooks(
            Map.of("modelyard.webhooks.retries", "10s,100s", "modelyard.webhooks.longest-retry-after", "60s")));

    @Property
    void pausesLieAroundThosePlanned(@ForAll @IntRange(min = 1, max = 2) int attempts) {
        long planned = attempts == 1 ? 10_000 : 100_000;

        assertThat(schedule.pauseAfter(attempts, Optional.empty()).orElseThrow().toMillis())
                .isBetween(planned * 8 / 10, planned * 12 / 10);
    }

    @Test
    void afterTheLastThereIsNone() {
        assertThat(schedule.pauseAfter(3, Optional.of(Duration.ofSeconds(1)))).isEmpty();
        assertThat(schedule.pauseAfter(Integer.MAX_VALUE, Optional.empty())).isEmpty();
    }

    @Test
    void whatTheReceiverAsksForIsHeededWithinBounds() {
        assertThat(schedule.pauseAfter(1, Optional.of(Duration.ofSeconds(30)))).contains(Duration.ofSeconds(30));
        assertThat(schedule.pauseAfter(1, Optional.of(Duration.ofDays(30)))).contains(Duration.ofSeconds(60));
        assertThat(schedule.pauseAfter(1, Optional.of(Duration.ZERO)).orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        assertThat(RetryAfter.read(" 120 ", NOW)).contains(Duration.ofSeconds(120));
        assertThat(RetryAfter.read("Sun, 01 Mar 2026 12:01:00 GMT", NOW)).contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.read("Sun, 01 Mar 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "99999999999999999999", "2026-03-01T12:01:00Z"})
    void whatIsNeitherIsPassedOver(String header) {
        assertThat(RetryAfter.read(header, NOW)).isEmpty();
    }
}
