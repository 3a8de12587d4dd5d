package dev.modelyard.api.webhook;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When, and whether, a delivery is tried again. */
@Singleton
class RetrySchedule {
    private static final double SPREAD = 0.2;

    private final List<Duration> pauses;
    private final Duration longestAsked;

    RetrySchedule(WebhookConfig config) {
        pauses = List.copyOf(config.retries());
        longestAsked = config.longestRetryAfter();
    }

    /**
     * The pause after a try that failed; empty after the last.
     *
     * @param attempts tries so far
     * @param asked what the receiver asked for: the pause is not shorter than that, within bounds
     */
    Optional<Duration> pauseAfter(int attempts, Optional<Duration> asked) {
        if (attempts > pauses.size()) {
            return Optional.empty();
        }
        Duration planned = spread(pauses.get(attempts - 1));
        Duration wanted = shorter(asked.orElse(Duration.ZERO), longestAsked);
        return Optional.of(planned.compareTo(wanted) > 0 ? planned : wanted);
    }

    /** So that what failed together does not come again together. */
    private static Duration spread(Duration pause) {
        double factor = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
        return Duration.ofMillis(Math.round(pause.toMillis() * factor));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
