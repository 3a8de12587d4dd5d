package dev.modelyard.auth.key;

import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;

/** An ES256 key pair. */
public record SigningKey(String kid, KeyState state, ECPublicKey publicKey, PrivateKey privateKey) {
    /** The JWS algorithm of all keys: ECDSA over P-256. */
    public static final String ALGORITHM = "ES256";

    SigningKey in(KeyState now) {
        return new SigningKey(kid, now, publicKey, privateKey);
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + ", " + state + "]";
    }
}
