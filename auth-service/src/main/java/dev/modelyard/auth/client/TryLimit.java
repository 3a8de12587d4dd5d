package dev.modelyard.auth.client;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.modelyard.auth.key.ProviderConfig;
import io.github.bucket4j.Bucket;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts failed tries. One address with one secret_id is stopped before it is answered at all; one address with many is
 * only denied the answers to wrong ones, because a service that exchanges credentials for its callers is one address too.
 */
@Singleton
class TryLimit {
    private static final int REMEMBERED = 100_000;

    private final LoadingCache<String, Bucket> perClient;
    private final LoadingCache<String, Bucket> perAddress;

    TryLimit(ProviderConfig config) {
        perClient = buckets(config.triesPerClient(), config.triesPeriod());
        perAddress = buckets(config.triesPerAddress(), config.triesPeriod());
    }

    /** How long this client has to wait at this address before it may try again; empty: it may. */
    Optional<Duration> wait(String address, String secretId) {
        return wait(perClient.get(key(address, secretId)));
    }

    /** Counts a failed try. Present: the address has used up its tries, and is told to wait rather than that it failed. */
    Optional<Duration> failed(String address, String secretId) {
        perClient.get(key(address, secretId)).tryConsume(1);
        Bucket bucket = perAddress.get(address);
        return bucket.tryConsume(1) ? Optional.empty() : wait(bucket);
    }

    private static Optional<Duration> wait(Bucket bucket) {
        return Optional.of(bucket.estimateAbilityToConsume(1))
                .filter(estimate -> !estimate.canBeConsumed())
                .map(estimate -> Duration.ofNanos(estimate.getNanosToWaitForRefill()));
    }

    private static String key(String address, String secretId) {
        return address + ' ' + secretId;
    }

    private static LoadingCache<String, Bucket> buckets(int tries, Duration period) {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterAccess(period.multipliedBy(2))
                .build(_ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(tries).refillGreedy(tries, period))
                        .build());
    }
}
