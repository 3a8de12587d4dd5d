package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What a revocation may go by.
 *
 * @param secret the secret it was issued for, if it says so
 * @param kid the key that signed it; empty if it does not say
 * @param issuedAtSecond since 1970
 */
record IssuedToken(OwnerId client, Optional<String> secret, String kid, long issuedAtSecond) {

    static IssuedToken of(JsonWebToken token) {
        Object secret = token.getClaim(Revocation.SECRET_CLAIM);
        return new IssuedToken(
                new OwnerId(token.getName()),
                secret instanceof String text ? Optional.of(text) : Optional.empty(),
                kid(token.getRawToken()).orElse(""),
                token.getIssuedAtTime());
    }

    /** The id of the key that signed a token (RFC 7515 §4.1.4), as its header claims; empty if that is not readable. */
    static Optional<String> kid(@Nullable String token) {
        int end = token == null ? -1 : token.indexOf('.');
        if (token == null || end < 1) {
            return Optional.empty();
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, end));
            Object kid = new JsonObject(new String(header, StandardCharsets.UTF_8)).getValue("kid");
            return kid instanceof String text ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException | DecodeException e) {
            return Optional.empty();
        }
    }
}
