package dev.modelyard.servicekit.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Refuses a token that was revoked: with its client, its secret or its signing key. */
@ApplicationScoped
class RevocationCheck implements SecurityIdentityAugmentor {
    private final RevokedTokens revoked;

    RevocationCheck(RevokedTokens revoked) {
        this.revoked = revoked;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        boolean dead = identity.getPrincipal() instanceof JsonWebToken token && revoked.isDead(IssuedToken.of(token));
        return dead
                ? Uni.createFrom().failure(new AuthenticationFailedException("revoked"))
                : Uni.createFrom().item(identity);
    }
}
