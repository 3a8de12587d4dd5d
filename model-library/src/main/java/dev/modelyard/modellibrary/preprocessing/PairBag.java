package dev.modelyard.modellibrary.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What two texts share and what they do not, as the words of a bag: runs of one and two units with a mark that tells whose they are, and
 * units of one text beside units of the other that might stand for them.
 */
final class PairBag {
    private static final String BOTH = "=";
    private static final String EITHER = "/";
    private static final String FIRST = "<";
    private static final String SECOND = ">";
    private static final String OF_SECOND = "~";
    private static final String CROSSED = "×";
    private static final int MOST_CROSSED = 40;

    private PairBag() {}

    /**
     * The words of a pair, each once.
     *
     * @param directed whether it matters which text is first
     */
    static List<String> entries(UnitPair pair, boolean directed) {
        List<String> entries = new ArrayList<>();
        for (int n = 1; n <= 2; n++) {
            Set<String> first = UnitPair.grams(pair.first(), n);
            Set<String> second = UnitPair.grams(pair.second(), n);
            for (String gram : first) {
                entries.add((second.contains(gram) ? BOTH : directed ? FIRST : EITHER) + gram);
            }
            for (String gram : second) {
                if (!first.contains(gram)) {
                    entries.add((directed ? SECOND : EITHER) + gram);
                }
                if (directed) {
                    entries.add(OF_SECOND + gram);
                }
            }
        }
        addCrossed(pair, directed, entries);
        return entries;
    }

    private static void addCrossed(UnitPair pair, boolean directed, List<String> entries) {
        List<String> left = new ArrayList<>(UnitPair.grams(pair.first(), 1));
        List<String> right = new ArrayList<>(UnitPair.grams(pair.second(), 1));
        List<String> shared = left.stream().filter(Set.copyOf(right)::contains).toList();
        left.removeAll(shared);
        right.removeAll(shared);
        if (left.size() * right.size() > MOST_CROSSED) {
            return;
        }
        for (String one : left) {
            for (String other : right) {
                boolean swapped = !directed && one.compareTo(other) > 0;
                entries.add(CROSSED + (swapped ? other + " " + one : one + " " + other));
            }
        }
    }
}
