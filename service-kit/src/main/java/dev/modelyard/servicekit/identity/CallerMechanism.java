package dev.modelyard.servicekit.identity;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens by the provider's keys; Basic credentials become a Bearer token first and are then checked as one. Who sends none is
 * nobody, unless {@link AnonymousAccess} names somebody.
 */
@Alternative
@Priority(1)
@ApplicationScoped
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
public class CallerMechanism implements HttpAuthenticationMechanism {
    /** A dot with nothing before or after it: no token has one, and OIDC stumbles over it instead of refusing it. */
    private static final Pattern EMPTY_SEGMENT = Pattern.compile("(^|[\\s.])\\.|\\.($|\\s)");

    private static final String BEARER = "Bearer ";

    private final OidcAuthenticationMechanism oidc;
    private final TokenExchange exchange;
    private final ProviderKeys keys;
    private final VerifiedTokens verified;
    private final RevokedTokens revoked;
    private final Instance<AnonymousAccess> anonymous;

    CallerMechanism(
            OidcAuthenticationMechanism oidc,
            TokenExchange exchange,
            ProviderKeys keys,
            VerifiedTokens verified,
            RevokedTokens revoked,
            @Any Instance<AnonymousAccess> anonymous) {
        this.oidc = oidc;
        this.exchange = exchange;
        this.keys = keys;
        this.verified = verified;
        this.revoked = revoked;
        this.anonymous = anonymous;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return standIn(context)
                    .map(principal -> as(principal, context, providers))
                    .orElseGet(() -> withToken(null, context, providers));
        }
        if (!BasicCredentials.isBasic(header)) {
            return withToken(header, context, providers);
        }
        return BasicCredentials.parse(header)
                .map(credentials -> withBasic(credentials, context, providers, true))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unreadable Basic")));
    }

    /**
     * In whose name a caller without credentials may act. A page of a browser is never let in so: it would be whichever site its user
     * happens to look at, and every request that a site makes to another has an {@code Origin}.
     */
    private Optional<AnonymousAccess.Principal> standIn(RoutingContext context) {
        String path = context.request().path();
        return path == null || context.request().headers().contains(HttpHeaders.ORIGIN)
                ? Optional.empty()
                : anonymous.stream().flatMap(access -> access.of(path).stream()).findFirst();
    }

    private Uni<SecurityIdentity> as(
            AnonymousAccess.Principal principal, RoutingContext context, IdentityProviderManager providers) {
        String name = principal.owner().value();
        return principal
                .secretKey()
                .map(key -> withBasic(new BasicCredentials(name, key), context, providers, true))
                .orElseGet(() -> Uni.createFrom()
                        .item(QuarkusSecurityIdentity.builder()
                                .setPrincipal(new QuarkusPrincipal(name))
                                .addRole(Role.USER_NAME)
                                .build()));
    }

    private Uni<SecurityIdentity> withToken(
            @Nullable String header, RoutingContext context, IdentityProviderManager providers) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header != null && EMPTY_SEGMENT.matcher(header).find()
                    ? refused("a header with an empty segment")
                    : oidc.authenticate(context, providers);
        }
        String token = header.substring(BEARER.length()).strip();
        return verified.find(token).map(this::withVerified).orElseGet(() -> withNew(token, context, providers));
    }

    private Uni<SecurityIdentity> withVerified(VerifiedTokens.Verified known) {
        return keys.has(known.token().kid())
                .flatMap(has -> has && !revoked.isDead(known.token())
                        ? Uni.createFrom().item(known.identity())
                        : refused("withdrawn"));
    }

    private Uni<SecurityIdentity> withNew(String token, RoutingContext context, IdentityProviderManager providers) {
        if (EMPTY_SEGMENT.matcher(token).find()) {
            return refused("a token with an empty segment");
        }
        Uni<SecurityIdentity> checked =
                oidc.authenticate(context, providers).onItem().ifNotNull().invoke(verified::add);
        return IssuedToken.kid(token)
                .map(kid -> keys.has(kid).flatMap(has -> has ? checked : refused("no key of that id")))
                .orElse(checked);
    }

    private static Uni<SecurityIdentity> refused(String why) {
        return Uni.createFrom().failure(new AuthenticationFailedException(why));
    }

    /**
     * By the token that the credentials are exchanged for.
     *
     * @param again whether to ask for another one if it is refused: a token that died before its time, with its signing key
     *     say, is no fault of credentials that still hold
     */
    private Uni<SecurityIdentity> withBasic(
            BasicCredentials credentials, RoutingContext context, IdentityProviderManager providers, boolean again) {
        String address = context.request().remoteAddress().hostAddress();
        return exchange.token(credentials, address).flatMap(token -> {
            String header = BEARER + token;
            context.request().headers().set(HttpHeaders.AUTHORIZATION, header);
            return withToken(header, context, providers)
                    .onFailure(AuthenticationFailedException.class)
                    .recoverWithUni(refused -> {
                        exchange.forget(credentials);
                        return again
                                ? withBasic(credentials, context, providers, false)
                                : Uni.createFrom().failure(refused);
                    });
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
