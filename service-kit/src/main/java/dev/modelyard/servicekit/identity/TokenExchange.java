package dev.modelyard.servicekit.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/**
 * Turns secret_id and secret_key into a token and remembers it until shortly before it expires. However many requests
 * come with the same credentials at once, the provider is asked once; a refusal is remembered for a moment too, a provider
 * that does not answer is not.
 */
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
public class TokenExchange {
    private final CredentialHash hash = new CredentialHash();
    private final TokenClient client;
    private final AsyncCache<String, Exchange> cache;

    TokenExchange(TokenClient client, IdentityConfig config) {
        this.client = client;
        cache = Caffeine.newBuilder()
                .maximumSize(config.rememberedCredentials())
                .expireAfter(Expiry.<String, Exchange>creating((_, exchange) -> exchange.keep()))
                .buildAsync();
    }

    /**
     * The token for these credentials.
     *
     * @return fails with {@link AuthenticationFailedException} if the provider refuses them, with a
     *     {@link dev.modelyard.servicekit.problem.ProblemException} if it does not answer
     */
    public Uni<String> token(BasicCredentials credentials) {
        String key = hash.of(credentials);
        Uni<Exchange> exchange = Uni.createFrom()
                .completionStage(() ->
                        cache.get(key, (_, _) -> client.exchange(credentials).subscribeAsCompletionStage()));
        Context context = Vertx.currentContext();
        // another request may have asked; this one goes on where its own body is read
        Uni<Exchange> here =
                context == null ? exchange : exchange.emitOn(task -> context.runOnContext(_ -> task.run()));
        return here.map(answer -> switch (answer) {
            case Exchange.Granted granted -> granted.token();
            case Exchange.Refused _ -> throw new AuthenticationFailedException("refused by the provider");
        });
    }

    /** Forgets the token of these credentials, because it turned out to be dead before its time. */
    void forget(BasicCredentials credentials) {
        cache.synchronous().invalidate(hash.of(credentials));
    }
}
