package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.PairSample;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Two texts as units: letters, digits and ideographs, without punctuation, which says more of who wrote a text than of its sense. */
record UnitPair(List<String> first, List<String> second) {
    static UnitPair of(PairSample pair, int maxUnits) {
        return new UnitPair(units(pair.first(), maxUnits), units(pair.second(), maxUnits));
    }

    /** Without punctuation, unless a text has nothing else. */
    private static List<String> units(String text, int maxUnits) {
        List<String> all = TextUnits.of(text, maxUnits);
        List<String> words = all.stream()
                .filter(unit -> Character.isLetterOrDigit(unit.codePointAt(0)))
                .toList();
        return words.isEmpty() ? all : words;
    }

    /** The different runs of {@code n} units, in the order of their first places. */
    static Set<String> grams(List<String> units, int n) {
        Set<String> grams = new LinkedHashSet<>();
        for (int from = 0; from + n <= units.size(); from++) {
            grams.add(n == 1 ? units.get(from) : String.join(" ", units.subList(from, from + n)));
        }
        return grams;
    }
}
