package dev.modelyard.standalone.client;

import dev.modelyard.standalone.installation.RuntimeFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who calls, and where to get a token for it. */
public record Credentials(String auth, String secretId, String secretKey) {
    public static Credentials admin(RuntimeFile runtime) {
        return new Credentials(
                runtime.auth(), runtime.admin().secretId(), runtime.admin().secretKey());
    }

    /** The {@code Authorization} header with these. */
    public String basic() {
        byte[] pair = (secretId + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[" + secretId + "]";
    }
}
