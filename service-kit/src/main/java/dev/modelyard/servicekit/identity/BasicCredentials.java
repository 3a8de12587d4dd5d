package dev.modelyard.servicekit.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A secret_id with its secret_key. Never logged: the text form leaves the key out. */
public record BasicCredentials(String secretId, String secretKey) {
    private static final String SCHEME = "Basic ";

    /** Whether an {@code Authorization} header claims to be Basic. */
    public static boolean isBasic(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Reads an {@code Authorization} header; empty if it is not Basic or not readable. */
    public static Optional<BasicCredentials> parse(@Nullable String header) {
        if (header == null || !isBasic(header)) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "BasicCredentials[" + secretId + "]";
    }
}
