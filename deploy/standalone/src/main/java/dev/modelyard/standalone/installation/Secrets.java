package dev.modelyard.standalone.installation;

import dev.modelyard.contracts.wire.Json;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;

/** What an installation keeps to itself: made at its first start, the same ever after. */
public record Secrets(
        String adminSecretId, String adminSecretKey, String systemKey, String pepper, String databasePassword) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int SECRET_BYTES = 32;

    /** Those of this data folder; new ones if it has none. */
    public static Secrets of(DataFolder folder) {
        if (Files.exists(folder.secretsFile())) {
            return Json.read(PrivateFile.read(folder.secretsFile()), Secrets.class);
        }
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder("sid_");
        random.ints(26, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
        Secrets fresh = new Secrets(id.toString(), secret(random), secret(random), secret(random), secret(random));
        PrivateFile.write(folder.secretsFile(), Json.write(fresh));
        return fresh;
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
