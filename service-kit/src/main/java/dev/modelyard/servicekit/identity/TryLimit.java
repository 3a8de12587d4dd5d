package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts wrong credentials: per secret_id and address, per address, and per secret_id. Credentials are looked at first and
 * counted only when they are wrong, so nobody's failures keep out one who knows the secret; a key of 256 random bits is not
 * found by trying, and a wrong one costs no more work than a right one. What is limited is how long somebody is told "wrong".
 */
@Singleton
public class TryLimit {
    private final TryCounts pairs;
    private final TryCounts addresses;
    private final TryCounts clients;

    @Inject
    TryLimit(TryConfig config) {
        this(config, System::nanoTime);
    }

    TryLimit(TryConfig config, LongSupplier nanoTime) {
        pairs = new TryCounts(config.perClientAndAddress(), config.period(), nanoTime);
        addresses = new TryCounts(config.perAddress(), config.period(), nanoTime);
        clients = new TryCounts(config.perClient(), config.period(), nanoTime);
    }

    /**
     * Counts wrong credentials, known secret_id or not.
     *
     * @return how long to wait before the next try; empty while tries are left
     */
    public Optional<Duration> failed(String secretId, String address) {
        Duration wait = longest(
                pairs.count(address + ' ' + secretId), longest(addresses.count(address), clients.count(secretId)));
        return Optional.of(wait).filter(Duration::isPositive);
    }

    /** The answer to wrong credentials when no tries are left. */
    public static ProblemException tooMany(Duration wait) {
        return new ProblemException(Failure.of(ErrorCode.TOO_MANY_REQUESTS, "Too many failed tries; try again later.")
                .retryAfter(wait));
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
