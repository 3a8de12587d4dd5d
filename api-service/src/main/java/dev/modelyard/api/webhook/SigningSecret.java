package dev.modelyard.api.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a webhook's messages are signed with, after the Standard Webhooks specification: HMAC-SHA-256, version {@code v1}. */
final class SigningSecret {
    private static final String HMAC = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;

    /** The secret that follows from a key and the name of what it is for. */
    static SigningSecret derived(SecretKeySpec from, String purpose) {
        return new SigningSecret(mac(from, purpose.getBytes(StandardCharsets.UTF_8)));
    }

    /** A key to derive secrets from. */
    static SecretKeySpec key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    private SigningSecret(byte[] bytes) {
        key = new SecretKeySpec(bytes, HMAC);
    }

    /** The form that receivers are given. */
    @JsonValue
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** One signature of the header {@code webhook-signature}. */
    String sign(String id, Instant at, String body) {
        byte[] signed = (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac(key, signed));
    }

    private static byte[] mac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "SigningSecret[…]";
    }
}
