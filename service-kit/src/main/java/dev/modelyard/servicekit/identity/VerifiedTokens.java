package dev.modelyard.servicekit.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Tokens whose signatures and claims held, remembered until they expire: to verify one costs more than many a request. Whether its
 * key is still the provider's and it was not revoked is for the caller to ask anew, each time.
 */
@Singleton
class VerifiedTokens {
    private final Clock clock;
    private final Cache<String, Verified> cache;

    /**
     * A token that held.
     *
     * @param identity who came with it, without anything of the request that it was verified in
     */
    record Verified(IssuedToken token, Instant expiry, SecurityIdentity identity) {}

    @Inject
    VerifiedTokens(IdentityConfig config) {
        this(config.rememberedTokens(), Clock.systemUTC());
    }

    VerifiedTokens(int size, Clock clock) {
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfter(Expiry.<String, Verified>creating(
                        (_, verified) -> Duration.between(clock.instant(), verified.expiry())))
                .build();
    }

    /** What was found out about a token, unless it was not seen before or has expired. */
    Optional<Verified> find(String token) {
        return Optional.ofNullable(cache.getIfPresent(token))
                .filter(verified -> clock.instant().isBefore(verified.expiry()));
    }

    /** Remembers the token that this identity came with, if it names the key by which it may be withdrawn. */
    void add(SecurityIdentity identity) {
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getRawToken() != null) {
            Verified verified = new Verified(
                    IssuedToken.of(token), Instant.ofEpochSecond(token.getExpirationTime()), apart(identity));
            if (!verified.token().kid().isEmpty() && clock.instant().isBefore(verified.expiry())) {
                cache.put(token.getRawToken(), verified);
            }
        }
    }

    /** OIDC's identities hold on to the request that they came with. */
    private static SecurityIdentity apart(SecurityIdentity identity) {
        QuarkusSecurityIdentity.Builder kept = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles());
        AccessTokenCredential credential = identity.getCredential(AccessTokenCredential.class);
        if (credential != null) {
            kept.addCredential(credential);
        }
        return kept.build();
    }
}
