package dev.modelyard.artifactstore;

import java.util.Comparator;

/** The rule every key obeys, so that no key can name anything outside its store. */
final class Keys {
    /** Folders in the order of the keys below them. */
    static final Comparator<String> FOLDER_ORDER = Comparator.comparing(name -> name + "/");

    private static final int MAX_LENGTH = 1000;

    private Keys() {}

    /**
     * Returns the key.
     *
     * @throws IllegalArgumentException if it is not segments parted by {@code /}
     */
    static String require(String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not a key, 1 to %d characters: %s".formatted(MAX_LENGTH, shown(key)));
        }
        for (String segment : key.split("/", -1)) {
            boolean named = !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
            if (!named || segment.indexOf('\\') >= 0 || segment.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("not a key: " + shown(key));
            }
        }
        return key;
    }

    private static String shown(String key) {
        String text = key.codePoints()
                .limit(200)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return '"' + text + '"';
    }
}
