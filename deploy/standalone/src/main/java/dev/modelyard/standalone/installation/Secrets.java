package dev.modelyard.standalone.installation;

import dev.modelyard.contracts.wire.Json;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * What an installation keeps to itself: made at its first start, the same ever after.
 *
 * @param webhooksKey is added where an earlier version made the others
 */
public record Secrets(
        String adminSecretId,
        String adminSecretKey,
        String systemKey,
        String pepper,
        String databasePassword,
        Optional<String> webhooksKey) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int SECRET_BYTES = 32;

    /** Those of this data folder; what it has none of is made. */
    public static Secrets of(DataFolder folder) {
        SecureRandom random = new SecureRandom();
        if (!Files.exists(folder.secretsFile())) {
            return written(folder, fresh(random));
        }
        Secrets kept = Json.read(PrivateFile.read(folder.secretsFile()), Secrets.class);
        return kept.webhooksKey.isPresent() ? kept : written(folder, kept.withWebhooksKey(secret(random)));
    }

    private static Secrets fresh(SecureRandom random) {
        StringBuilder id = new StringBuilder("sid_");
        random.ints(26, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
        return new Secrets(
                id.toString(),
                secret(random),
                secret(random),
                secret(random),
                secret(random),
                Optional.of(secret(random)));
    }

    private Secrets withWebhooksKey(String key) {
        return new Secrets(adminSecretId, adminSecretKey, systemKey, pepper, databasePassword, Optional.of(key));
    }

    private static Secrets written(DataFolder folder, Secrets secrets) {
        PrivateFile.write(folder.secretsFile(), Json.write(secrets));
        return secrets;
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "Secrets[…]";
    }
}
