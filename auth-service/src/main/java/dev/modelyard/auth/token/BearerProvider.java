package dev.modelyard.auth.token;

import dev.modelyard.auth.client.Client;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Bearer tokens to identities. */
@ApplicationScoped
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "false")
class BearerProvider implements IdentityProvider<TokenAuthenticationRequest> {
    private final TokenVerifier verifier;

    BearerProvider(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> verifier.verify(request.getToken().getToken())
                .map(BearerProvider::identity)
                .orElseThrow(() -> new AuthenticationFailedException("token refused")));
    }

    static SecurityIdentity identity(Client client) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(client.id().value()))
                .addRole(client.role().wireName())
                .build();
    }
}
