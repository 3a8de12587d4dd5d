package dev.modelyard.auth.token;

import dev.modelyard.auth.client.Client;
import dev.modelyard.auth.client.Recognition;
import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.SigningKey;
import dev.modelyard.auth.key.SigningKeyService;
import dev.modelyard.contracts.identity.Revocation;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Issues tokens: who it is, what it may do, and until when. */
@ApplicationScoped
class TokenService {
    /** Whom tokens are for: the services of this platform. */
    static final String AUDIENCE = "modelyard";

    private final SigningKeyService keys;
    private final ProviderConfig config;
    private final Clock clock = Clock.systemUTC();

    TokenService(SigningKeyService keys, ProviderConfig config) {
        this.keys = keys;
        this.config = config;
    }

    /** A token that lives as long as configured, but never longer than its client or the secret it is issued for. */
    Token issue(Recognition recognition) {
        Client client = recognition.client();
        Instant now = clock.instant();
        Instant longest = now.plus(config.tokenLife());
        Instant end = recognition.end().filter(longest::isAfter).orElse(longest);
        // Who was given an end within the life of a token lost the earlier ones by that, all of that very second (RFC
        // 7519
        // counts seconds); what is issued from then on says so by a second.
        Instant issuedAt = end.isBefore(longest) ? now.plusSeconds(1) : now;
        SigningKey key = keys.signing();
        String token = Jwt.claims()
                .issuer(config.issuer())
                .subject(client.id().value())
                .audience(AUDIENCE)
                .groups(Set.of(client.role().wireName()))
                .claim(Revocation.SECRET_CLAIM, recognition.secret().name().value())
                .issuedAt(issuedAt)
                .expiresAt(end)
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(key.kid())
                .sign(key.privateKey());
        return new Token(token, "Bearer", Math.max(0, end.getEpochSecond() - now.getEpochSecond()));
    }
}
