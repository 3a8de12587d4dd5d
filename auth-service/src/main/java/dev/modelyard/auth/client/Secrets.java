package dev.modelyard.auth.client;

import dev.modelyard.auth.key.Pepper;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
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
        return random("sid_");
    }

    SecretName freshName() {
        return new SecretName(random("sec_"));
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

    /** The place of the hash that is this key's; looks at all of them, and at one even if there is none. */
    OptionalInt find(String secretId, String secretKey, List<byte[]> hashes) {
        byte[] given = hash(secretId, secretKey);
        int found = -1;
        for (int i = 0; i < Math.max(1, hashes.size()); i++) {
            found = MessageDigest.isEqual(given, hashes.isEmpty() ? nobodys : hashes.get(i)) ? i : found;
        }
        return found < 0 || hashes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found);
    }

    private String random(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }
}
