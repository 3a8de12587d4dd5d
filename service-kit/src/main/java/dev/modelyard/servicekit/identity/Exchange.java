package dev.modelyard.servicekit.identity;

import java.time.Duration;

/** What the provider said to some credentials, and for how long that is remembered. */
sealed interface Exchange {
    Duration keep();

    /** A token. */
    record Granted(String token, Duration keep) implements Exchange {}

    /** These credentials are not valid. */
    record Refused(Duration keep) implements Exchange {}

    /** These credentials were tried too often: not valid, or the provider is busy. */
    record Limited(Duration keep) implements Exchange {}
}
