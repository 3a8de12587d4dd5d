package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The caller of the request at hand. Injected into resources, whose methods carry {@code @Authenticated} or a role. */
@RequestScoped
public class CurrentCaller {
    private final SecurityIdentity identity;
    private final RevokedTokens revoked;

    CurrentCaller(SecurityIdentity identity, RevokedTokens revoked) {
        this.identity = identity;
        this.revoked = revoked;
    }

    /** @throws ProblemException 401 if nobody authenticated */
    public Caller get() {
        if (identity.isAnonymous()) {
            throw new ProblemException(ErrorCode.UNAUTHENTICATED, "This needs credentials.");
        }
        return new Caller(
                new OwnerId(identity.getPrincipal().getName()),
                identity.getRoles().stream()
                        .flatMap(name -> Role.of(name).stream())
                        .collect(Collectors.toSet()));
    }

    /** Says, whenever it is asked, whether the credentials of this request were not revoked since. */
    public BooleanSupplier standing() {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            IssuedToken issued = IssuedToken.of(token);
            return () -> !revoked.isDead(issued);
        }
        return () -> true;
    }

    /** The token to forward to another service of the platform; also there when the caller came with Basic. */
    public Optional<String> token() {
        return Optional.ofNullable(identity.getCredential(AccessTokenCredential.class))
                .map(AccessTokenCredential::getToken);
    }
}
