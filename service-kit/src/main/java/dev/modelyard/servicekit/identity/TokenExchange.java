package dev.modelyard.servicekit.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns secret_id and secret_key into a token and remembers it until shortly before it expires. However many requests
 * come with the same credentials at once, the provider is asked once; a refusal is remembered for a moment too, a provider
 * that does not answer is not.
 */
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
public class TokenExchange {
    private final CredentialHash hash = new CredentialHash();
    private final ProviderClient client;
    private final TryLimit limit;
    private final AsyncCache<String, Exchange> cache;

    TokenExchange(ProviderClient client, TryLimit limit, IdentityConfig config) {
        this.client = client;
        this.limit = limit;
        cache = Caffeine.newBuilder()
                .maximumSize(config.rememberedCredentials())
                .expireAfter(Expiry.<String, Exchange>creating((_, exchange) -> exchange.keep()))
                .buildAsync();
    }

    /**
     * The token for these credentials.
     *
     * @param address where the request comes from; who sends wrong ones too often is told to wait, nobody else is
     * @return fails with {@link AuthenticationFailedException} if the provider refuses them, with a
     *     {@link ProblemException} if it does not answer, 503, or refused too many, 429
     */
    public Uni<String> token(BasicCredentials credentials, String address) {
        String key = hash.of(credentials);
        Uni<Exchange> exchange = Uni.createFrom()
                .completionStage(() ->
                        cache.get(key, (_, _) -> client.exchange(credentials).subscribeAsCompletionStage()));
        return RequestContext.resume(exchange).map(answer -> switch (answer) {
            case Exchange.Granted granted -> granted.token();
            case Exchange.Refused _ -> throw refusal(limit.failed(credentials.secretId(), address));
            case Exchange.Limited limited -> throw refusal(Optional.of(limited.keep()));
        });
    }

    private static RuntimeException refusal(Optional<Duration> wait) {
        return wait.<RuntimeException>map(TryLimit::tooMany)
                .orElseGet(() -> new AuthenticationFailedException("refused by the provider"));
    }

    /** Forgets the token of these credentials, because it turned out to be dead before its time. */
    void forget(BasicCredentials credentials) {
        cache.synchronous().invalidate(hash.of(credentials));
    }
}
