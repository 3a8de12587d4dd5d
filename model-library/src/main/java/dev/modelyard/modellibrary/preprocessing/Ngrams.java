package dev.modelyard.modellibrary.preprocessing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the n-grams of a text, in blocks that are weighted apart. Ideographic: unit 1–2-grams. Alphabetic: unit 1–2-grams
 * after a start mark, and character 3–5-grams of words of four letters and more.
 */
final class Ngrams {
    /** Marks a character n-gram; followed by at least three characters, it is never an n-gram of units. */
    private static final String CHARACTERS = "~";

    private static final String START = "<s>";
    private static final int SHORTEST = 3;
    private static final int LONGEST = 5;

    private Ngrams() {}

    /** The blocks of a script with their weights, whose squares sum to one. */
    enum Block {
        UNITS(0.894f),
        CHARACTERS(0.447f);

        private final float weight;

        Block(float weight) {
            this.weight = weight;
        }

        /** The length of this block's vector in a text that has both. */
        float weight() {
            return weight;
        }

        /** The block that an n-gram belongs to. */
        static Block of(String gram) {
            return gram.length() > SHORTEST && gram.startsWith(Ngrams.CHARACTERS) && gram.charAt(1) != ' '
                    ? CHARACTERS
                    : UNITS;
        }
    }

    /** How often each n-gram occurs. */
    static Map<String, Integer> count(List<String> units, Script script) {
        Map<String, Integer> counts = new HashMap<>();
        String previous = "";
        if (script == Script.ALPHABETIC) {
            previous = START;
            counts.merge(START, 1, Integer::sum);
        }
        for (String unit : units) {
            counts.merge(unit, 1, Integer::sum);
            if (!previous.isEmpty()) {
                counts.merge(previous + " " + unit, 1, Integer::sum);
            }
            if (script == Script.ALPHABETIC && unit.length() > SHORTEST && Character.isLetter(unit.codePointAt(0))) {
                countCharacters("<" + unit + ">", counts);
            }
            previous = unit;
        }
        return counts;
    }

    private static void countCharacters(String word, Map<String, Integer> counts) {
        for (int length = SHORTEST; length <= LONGEST; length++) {
            for (int from = 0; from + length <= word.length(); from++) {
                counts.merge(CHARACTERS + word.substring(from, from + length), 1, Integer::sum);
            }
        }
    }
}
