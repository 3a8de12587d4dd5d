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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Asks the provider: for a token for some credentials (OAuth 2.0, RFC 6749 §4.4), and for its keys (RFC 7517). */
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
class ProviderClient {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final long DEFAULT_LIFE_SECONDS = 60;

    private record Endpoints(String token, String keys) {}

    private final WebClient client;
    private final IdentityConfig config;
    private volatile @Nullable Endpoints endpoints;

    ProviderClient(
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

    /** Fails with a {@link ProblemException}, 503, if the provider gave no answer to the question. */
    Uni<Exchange> exchange(BasicCredentials credentials) {
        return endpoints()
                .flatMap(found -> client.postAbs(found.token())
                        .timeout(config.exchangeTimeout().toMillis())
                        .basicAuthentication(credentials.secretId(), credentials.secretKey())
                        .sendForm(MultiMap.caseInsensitiveMultiMap().add("grant_type", "client_credentials")))
                .map(this::read)
                .onFailure(error -> !(error instanceof ProblemException))
                .transform(ProviderClient::unavailable);
    }

    /** The ids of the keys whose tokens hold. Fails with a {@link ProblemException}, 503, if the provider does not answer. */
    Uni<Set<String>> keyIds() {
        return endpoints()
                .flatMap(found -> get(found.keys()))
                .map(answer -> answer.getJsonArray("keys").stream()
                        .map(key -> ((JsonObject) key).getString("kid"))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toUnmodifiableSet()))
                .onFailure(error -> !(error instanceof ProblemException))
                .transform(ProviderClient::unavailable);
    }

    private Uni<Endpoints> endpoints() {
        Endpoints known = endpoints;
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        String issuer = config.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(base + DISCOVERY)
                .map(answer -> new Endpoints(named(answer, "token_endpoint"), named(answer, "jwks_uri")))
                .invoke(found -> endpoints = found);
    }

    private Uni<JsonObject> get(String url) {
        return client.getAbs(url)
                .timeout(config.exchangeTimeout().toMillis())
                .send()
                .map(response -> {
                    if (response.statusCode() != 200) {
                        throw unavailable(null);
                    }
                    return response.bodyAsJsonObject();
                });
    }

    private static String named(JsonObject answer, String field) {
        String value = answer.getString(field);
        if (value == null) {
            throw new DecodeException("no " + field);
        }
        return value;
    }

    private Exchange read(HttpResponse<Buffer> response) {
        return switch (response.statusCode()) {
            case 200 -> granted(response.bodyAsJsonObject());
            case 400, 401, 403 -> new Exchange.Refused(config.rememberRefusal());
            case 429 -> new Exchange.Limited(COME_BACK);
            default -> throw unavailable(null);
        };
    }

    private Exchange granted(JsonObject answer) {
        String token = named(answer, "access_token");
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
