package dev.modelyard.auth.token;

import dev.modelyard.auth.key.SigningKey;
import java.util.List;

/** The provider's metadata (OpenID Connect Discovery 1.0 §3, RFC 8414). */
record Discovery(
        String issuer,
        String jwksUri,
        String tokenEndpoint,
        List<String> grantTypesSupported,
        List<String> tokenEndpointAuthMethodsSupported,
        List<String> idTokenSigningAlgValuesSupported,
        List<String> subjectTypesSupported,
        List<String> responseTypesSupported,
        List<String> scopesSupported) {

    static Discovery of(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return new Discovery(
                issuer,
                base + "/oauth2/jwks",
                base + "/oauth2/token",
                List.of("client_credentials"),
                List.of("client_secret_basic", "client_secret_post"),
                List.of(SigningKey.ALGORITHM),
                List.of("public"),
                List.of("token"),
                List.of("openid"));
    }
}
