package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Refuses a token whose client was revoked after it was issued. */
@ApplicationScoped
class RevocationCheck implements SecurityIdentityAugmentor {
    private final RevokedClients clients;

    RevocationCheck(RevokedClients clients) {
        this.clients = clients;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        boolean dead = identity.getPrincipal() instanceof JsonWebToken token
                && clients.isDead(new OwnerId(token.getName()), token.getIssuedAtTime());
        return dead
                ? Uni.createFrom().failure(new AuthenticationFailedException("revoked"))
                : Uni.createFrom().item(identity);
    }
}
