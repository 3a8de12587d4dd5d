package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Asks the provider's token endpoint (OAuth 2.0, RFC 6749 §4.4) for a token for some credentials. */
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
class TokenClient {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final long DEFAULT_LIFE_SECONDS = 60;

    private final WebClient client;
    private final IdentityConfig config;
    private volatile @Nullable String endpoint;

    TokenClient(
            Vertx vertx,
            IdentityConfig config,
            TlsConfigurationRegistry tls,
            @ConfigProperty(name = "quarkus.oidc.tls.tls-configuration-name") Optional<String> tlsName) {
        this.config = config;
        WebClientOptions options = new WebClientOptions()
                .setConnectTimeout((int) config.exchangeTimeout().toMillis())
                .setFollowRedirects(false);
        tlsName.flatMap(tls::get).or(tls::getDefault).ifPresent(found -> TlsConfigUtils.configure(options, found));
        client = WebClient.create(vertx, options);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Fails with a {@link ProblemException}, 503 or 429, if the provider gave no answer to the question. */
    Uni<Exchange> exchange(BasicCredentials credentials) {
        return endpoint()
                .flatMap(url -> client.postAbs(url)
                        .timeout(config.exchangeTimeout().toMillis())
                        .basicAuthentication(credentials.secretId(), credentials.secretKey())
                        .sendForm(MultiMap.caseInsensitiveMultiMap().add("grant_type", "client_credentials")))
                .map(this::read)
                .onFailure(error -> !(error instanceof ProblemException))
                .transform(TokenClient::unavailable);
    }

    private Uni<String> endpoint() {
        String known = endpoint;
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        String issuer = config.issuer();
        String url = (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + DISCOVERY;
        return client.getAbs(url)
                .timeout(config.exchangeTimeout().toMillis())
                .send()
                .map(response -> {
                    String found = response.statusCode() == 200
                            ? response.bodyAsJsonObject().getString("token_endpoint")
                            : null;
                    if (found == null) {
                        throw unavailable(null);
                    }
                    return found;
                })
                .invoke(found -> endpoint = found);
    }

    private Exchange read(HttpResponse<Buffer> response) {
        return switch (response.statusCode()) {
            case 200 -> granted(response.bodyAsJsonObject());
            case 400, 401, 403 -> new Exchange.Refused(config.rememberRefusal());
            case 429 ->
                throw new ProblemException(
                        Failure.of(ErrorCode.TOO_MANY_REQUESTS, "Too many tries with these credentials.")
                                .withHeader(
                                        "Retry-After",
                                        Optional.ofNullable(response.getHeader("Retry-After"))
                                                .orElse("5")));
            default -> throw unavailable(null);
        };
    }

    private Exchange granted(JsonObject answer) {
        String token = answer.getString("access_token");
        if (token == null) {
            throw new DecodeException("no access_token");
        }
        Duration life = Duration.ofSeconds(answer.getLong("expires_in", DEFAULT_LIFE_SECONDS));
        Duration keep = life.minus(config.renewBefore());
        return new Exchange.Granted(token, keep.isNegative() ? Duration.ZERO : keep);
    }

    private static ProblemException unavailable(@Nullable Throwable cause) {
        Failure failure = Failure.of(
                        ErrorCode.SERVICE_UNAVAILABLE, "The identity provider does not answer; try again in a moment.")
                .retryAfter(COME_BACK);
        return cause == null ? new ProblemException(failure) : new ProblemException(failure, cause);
    }
}
