package dev.modelyard.servicekit.identity;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the provider's keys. One that is unknown is decided by a look that began after the question: a token of a new
 * key is accepted at once, by however many requests it comes, and made-up ids cost the provider one look a second at most.
 * OIDC's own set would refuse tokens of a new key while it is being fetched, and for some seconds after a made-up id.
 */
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
class ProviderKeys {
    private static final Logger LOG = Logger.getLogger(ProviderKeys.class);
    private static final Duration SOON = Duration.ofMillis(1);
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();
    /** After this the provider is asked whether it has withdrawn a key, should the revocation be late. */
    private static final long AGE = Duration.ofSeconds(30).toNanos();

    private final ProviderClient client;
    private final boolean oneKeyByConfiguration;
    private volatile Set<String> known = Set.of();
    private volatile long lookedAt = System.nanoTime() - AGE;
    private @Nullable Uni<Set<String>> nextLook;

    ProviderKeys(ProviderClient client, @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> publicKey) {
        this.client = client;
        this.oneKeyByConfiguration = publicKey.isPresent();
    }

    /** Whether tokens of this key hold; fails with a 503 if only the provider could say, and does not. */
    Uni<Boolean> has(String kid) {
        if (oneKeyByConfiguration) {
            return Uni.createFrom().item(true);
        }
        Set<String> ids = known;
        if (!ids.contains(kid)) {
            return RequestContext.resume(nextLook().map(found -> found.contains(kid)));
        }
        if (System.nanoTime() - lookedAt <= AGE) {
            return Uni.createFrom().item(true);
        }
        return RequestContext.resume(nextLook()
                .onFailure()
                .invoke(error -> LOG.debugf("the keys of the provider stay as they were: %s", error))
                .onFailure()
                .recoverWithItem(ids)
                .map(found -> found.contains(kid)));
    }

    private synchronized Uni<Set<String>> nextLook() {
        Uni<Set<String>> next = nextLook;
        if (next == null) {
            Duration wait = Duration.ofNanos(lookedAt + BETWEEN_LOOKS - System.nanoTime());
            next = Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(wait.compareTo(SOON) < 0 ? SOON : wait)
                    .invoke(this::begin)
                    .flatMap(_ -> client.keyIds())
                    .invoke(ids -> known = ids)
                    .memoize()
                    .indefinitely();
            nextLook = next;
        }
        return next;
    }

    private synchronized void begin() {
        lookedAt = System.nanoTime();
        nextLook = null;
    }
}
