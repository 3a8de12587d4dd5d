package dev.modelyard.auth.token;

import dev.modelyard.auth.client.Client;
import dev.modelyard.auth.client.ClientService;
import dev.modelyard.auth.client.SecretName;
import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.SigningKey;
import dev.modelyard.auth.key.SigningKeyService;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Key;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/** Checks tokens that come back here. The database is asked as well, so one whose client or secret was revoked is refused at once. */
@ApplicationScoped
class TokenVerifier {
    private static final Logger LOG = Logger.getLogger(TokenVerifier.class);

    private final SigningKeyService keys;
    private final ClientService clients;
    private final JwtConsumer consumer;

    TokenVerifier(SigningKeyService keys, ClientService clients, ProviderConfig config) {
        this.keys = keys;
        this.clients = clients;
        consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, SigningKey.ALGORITHM))
                .setVerificationKeyResolver(this::key)
                .setExpectedIssuer(config.issuer())
                .setExpectedAudience(TokenService.AUDIENCE)
                .setRequireSubject()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .build();
    }

    /** The client whose token this is; empty if the token, or the client, is not valid. */
    Optional<Client> verify(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            OwnerId client = new OwnerId(claims.getSubject());
            String secret = claims.getStringClaimValue(Revocation.SECRET_CLAIM);
            return secret == null ? clients.findActive(client) : clients.findActive(client, new SecretName(secret));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            LOG.debug("a token is refused", e);
            return Optional.empty();
        }
    }

    private Key key(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        return keys.find(Optional.ofNullable(signature.getKeyIdHeaderValue()).orElse(""))
                .map(SigningKey::publicKey)
                .orElseThrow(() -> new UnresolvableKeyException("no key of that id"));
    }
}
