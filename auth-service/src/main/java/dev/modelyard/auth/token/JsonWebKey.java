package dev.modelyard.auth.token;

import dev.modelyard.auth.key.SigningKey;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;

/** A public key as RFC 7517 writes it. */
record JsonWebKey(String kty, String crv, String kid, String use, String alg, String x, String y) {
    private static final int COORDINATE_BYTES = 32;

    /** The body of the JWKS endpoint. */
    record KeySet(List<JsonWebKey> keys) {}

    static JsonWebKey of(SigningKey key) {
        return new JsonWebKey(
                "EC",
                "P-256",
                key.kid(),
                "sig",
                SigningKey.ALGORITHM,
                coordinate(key.publicKey().getW().getAffineX()),
                coordinate(key.publicKey().getW().getAffineY()));
    }

    /** Big-endian, of full length (RFC 7518 §6.2.1.2): BigInteger drops leading zeros and adds one for the sign. */
    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] full = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, full, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(full);
    }
}
