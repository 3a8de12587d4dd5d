package dev.modelyard.auth.token;

import dev.modelyard.servicekit.identity.BasicCredentials;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for a token with client credentials (RFC 6749 §2.3.1 and §4.4.2). */
record TokenRequest(BasicCredentials credentials) {

    /**
     * Reads the form and the {@code Authorization} header.
     *
     * @throws TokenException with the error of RFC 6749 §5.2 that applies
     */
    static TokenRequest read(String form, @Nullable String authorization) {
        Map<String, String> parameters = parameters(form);
        String grant = parameters.get("grant_type");
        if (grant == null) {
            throw TokenException.invalidRequest("grant_type is missing");
        }
        Optional<BasicCredentials> posted = posted(parameters);
        if (authorization != null && posted.isPresent()) {
            throw TokenException.invalidRequest("credentials come in the header or in the form, not in both");
        }
        if (!grant.equals("client_credentials")) {
            throw new TokenException(400, "unsupported_grant_type", "only client_credentials is supported");
        }
        return new TokenRequest(BasicCredentials.parse(authorization)
                .or(() -> posted)
                .orElseThrow(() -> TokenException.invalidClient("client credentials are missing or not readable")));
    }

    private static Optional<BasicCredentials> posted(Map<String, String> parameters) {
        String id = parameters.get("client_id");
        String secret = parameters.get("client_secret");
        return id == null || secret == null ? Optional.empty() : Optional.of(new BasicCredentials(id, secret));
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                continue;
            }
            if (parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))) != null) {
                throw TokenException.invalidRequest("a parameter is given twice");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.strip(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw TokenException.invalidRequest("the form is not readable");
        }
    }
}
