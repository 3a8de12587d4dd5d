package dev.modelyard.auth.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes tokens that nobody should believe, each wrong in one way. */
final class TokenForge {
    private TokenForge() {}

    /** By what is wrong with it. All but the first are signed with the key given. */
    static Map<String, String> forgeries(String issuer, String subject, String kid, PrivateKey key) throws Exception {
        Instant now = Instant.now();
        Map<String, String> forged = new LinkedHashMap<>();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        PrivateKey other = generator.generateKeyPair().getPrivate();
        forged.put("another key", sign(issuer, subject, "modelyard", now, kid, other));
        forged.put("unknown kid", sign(issuer, subject, "modelyard", now, "nobody", key));
        forged.put("another issuer", sign("http://elsewhere", subject, "modelyard", now, kid, key));
        forged.put("another audience", sign(issuer, subject, "elsewhere", now, kid, key));
        forged.put("expired", sign(issuer, subject, "modelyard", now.minusSeconds(3600), kid, key));
        String good = sign(issuer, subject, "modelyard", now, kid, key);
        String[] parts = good.split("\\.");
        forged.put("no algorithm", base64("{\"alg\":\"none\",\"kid\":\"" + kid + "\"}") + "." + parts[1] + ".");
        forged.put(
                "shared-secret algorithm",
                base64("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}") + "." + parts[1] + "." + parts[2]);
        forged.put("another role", parts[0] + "." + base64("{\"groups\":[\"admin\"]}") + "." + parts[2]);
        forged.put("no token", "x.y.z");
        return forged;
    }

    static String sign(String issuer, String subject, String audience, Instant issuedAt, String kid, PrivateKey key) {
        return Jwt.claims()
                .issuer(issuer)
                .subject(subject)
                .audience(audience)
                .groups(Set.of("admin"))
                .issuedAt(issuedAt)
                .expiresAt(issuedAt.plusSeconds(300))
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(kid)
                .sign(key);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
