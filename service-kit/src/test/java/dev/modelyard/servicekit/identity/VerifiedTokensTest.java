package dev.modelyard.servicekit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant EXPIRY = Instant.parse("2026-01-01T00:10:00Z");

    private Instant now = EXPIRY.minusSeconds(60);
    private final InstantSource time = () -> now;
    private final VerifiedTokens tokens = new VerifiedTokens(10, time.withZone(ZoneOffset.UTC));

    @Test
    void remembersWhoATokenNamesButNothingOfItsRequest() {
        String token = token("{\"kid\":\"key_1\"}");
        tokens.add(identity(token));

        VerifiedTokens.Verified found = tokens.find(token).orElseThrow();

        assertThat(found.token().kid()).isEqualTo("key_1");
        assertThat(found.identity().getPrincipal().getName()).isEqualTo("sid_ann");
        assertThat(found.identity().getRoles()).containsExactly("user");
        assertThat(found.identity().getCredential(AccessTokenCredential.class).getToken())
                .isEqualTo(token);
        assertThat(found.identity().getAttributes()).isEmpty();
        assertThat(tokens.find(token + "x")).isEmpty();
    }

    @Test
    void forgetsATokenWhenItExpires() {
        String token = token("{\"kid\":\"key_1\"}");
        tokens.add(identity(token));

        now = EXPIRY.minusSeconds(1);
        assertThat(tokens.find(token)).isPresent();
        now = EXPIRY;
        assertThat(tokens.find(token)).isEmpty();
    }

    @Test
    void doesNotRememberWhatCouldNotBeWithdrawnOrHasExpired() {
        String withoutKey = token("{\"alg\":\"ES256\"}");
        tokens.add(identity(withoutKey));
        assertThat(tokens.find(withoutKey)).isEmpty();

        now = EXPIRY;
        String expired = token("{\"kid\":\"key_1\"}");
        tokens.add(identity(expired));
        now = EXPIRY.minusSeconds(1);
        assertThat(tokens.find(expired)).isEmpty();
    }

    private static String token(String header) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + ".e30.c2ln";
    }

    private static SecurityIdentity identity(String token) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("sid_ann");
        claims.setIssuedAt(NumericDate.fromSeconds(EXPIRY.getEpochSecond() - 600));
        claims.setExpirationTime(NumericDate.fromSeconds(EXPIRY.getEpochSecond()));
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new DefaultJWTCallerPrincipal(token, "JWT", claims))
                .addRole("user")
                .addCredential(new AccessTokenCredential(token))
                .addAttribute("request", new Object())
                .build();
    }
}
