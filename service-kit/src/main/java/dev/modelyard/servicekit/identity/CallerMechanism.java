package dev.modelyard.servicekit.identity;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;
import java.util.regex.Pattern;

/** Bearer tokens by the provider's keys; Basic credentials become a Bearer token first and are then checked as one. */
@Alternative
@Priority(1)
@ApplicationScoped
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
public class CallerMechanism implements HttpAuthenticationMechanism {
    /** A dot with nothing before or after it: no token has one, and OIDC stumbles over it instead of refusing it. */
    private static final Pattern EMPTY_SEGMENT = Pattern.compile("(^|[\\s.])\\.|\\.($|\\s)");

    private final OidcAuthenticationMechanism oidc;
    private final TokenExchange exchange;

    CallerMechanism(OidcAuthenticationMechanism oidc, TokenExchange exchange) {
        this.oidc = oidc;
        this.exchange = exchange;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (!BasicCredentials.isBasic(header)) {
            return header != null && EMPTY_SEGMENT.matcher(header).find()
                    ? Uni.createFrom().failure(new AuthenticationFailedException("a token with an empty segment"))
                    : oidc.authenticate(context, providers);
        }
        return BasicCredentials.parse(header)
                .map(credentials -> withBasic(credentials, context, providers))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unreadable Basic")));
    }

    private Uni<SecurityIdentity> withBasic(
            BasicCredentials credentials, RoutingContext context, IdentityProviderManager providers) {
        return exchange.token(credentials).flatMap(token -> {
            context.request().headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
            return oidc.authenticate(context, providers)
                    .onFailure(AuthenticationFailedException.class)
                    .invoke(() -> exchange.forget(credentials));
        });
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }
}
