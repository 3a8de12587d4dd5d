package dev.modelyard.contracts.id;

import java.security.SecureRandom;

/** Writes and checks the text form shared by all minted ids: a prefix, an underscore, 130 random bits in base 32. */
final class IdText {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;

    private IdText() {}

    static String fresh(String prefix) {
        StringBuilder text =
                new StringBuilder(prefix.length() + 1 + LENGTH).append(prefix).append('_');
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    static void require(String prefix, String value) {
        boolean shaped = value.length() == prefix.length() + 1 + LENGTH
                && value.startsWith(prefix)
                && value.charAt(prefix.length()) == '_'
                && value.chars().skip(prefix.length() + 1L).allMatch(c -> ALPHABET.indexOf(c) >= 0);
        if (!shaped) {
            throw new IllegalArgumentException("not an id of the form " + prefix + "_…");
        }
    }
}
