package dev.modelyard.auth.client;

import dev.modelyard.auth.key.Pepper;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/** Makes, hashes and compares secret keys. A hash is HMAC-SHA-256 under the pepper, bound to the client. */
@Singleton
class Secrets {
    private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 26;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    /** Compared with when a client has no secret, so that an unknown client takes as long as a wrong key. */
    private final byte[] nobodys;

    Secrets(Pepper pepper) {
        key = Pepper.macKey(pepper.derive("client secrets"));
        nobodys = new byte[KEY_BYTES];
        random.nextBytes(nobodys);
    }

    String freshId() {
        StringBuilder id = new StringBuilder("sid_");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    /** 256 random bits. */
    String freshKey() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] hash(String secretId, String secretKey) {
        return Pepper.mac(key, (secretId + '\0' + secretKey).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the key is one of those hashed; looks at all of them, and at one even if there is none. */
    boolean matches(String secretId, String secretKey, List<byte[]> hashes) {
        byte[] given = hash(secretId, secretKey);
        boolean found = MessageDigest.isEqual(given, nobodys);
        for (byte[] hash : hashes) {
            found |= MessageDigest.isEqual(given, hash);
        }
        return found;
    }
}
