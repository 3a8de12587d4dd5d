package dev.modelyard.api.idempotency;

import dev.modelyard.contracts.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a request is: two requests of the same fingerprint ask for the same. */
record Fingerprint(String sha256) {
    /**
     * The fingerprint of a request.
     *
     * @param target path and query as they came
     * @param content what was read of the body, so that white space and the order of fields make no difference
     */
    static Fingerprint of(String method, String target, Object content) {
        return new Fingerprint(
                HexFormat.of().formatHex(digest().digest(Json.writeBytes(List.of(method, target, content)))));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
