package dev.modelyard.modellibrary.preprocessing;

import java.util.List;

/** Lengths of what two sequences have in common. Each takes time of the product of their lengths. */
final class Alignment {
    private Alignment() {}

    /** The length of the longest common subsequence. */
    static int subsequence(List<String> first, List<String> second) {
        int[] row = new int[second.size() + 1];
        for (String unit : first) {
            int diagonal = 0;
            for (int j = 1; j <= second.size(); j++) {
                int above = row[j];
                row[j] = unit.equals(second.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[second.size()];
    }

    /** The length of the longest common run. */
    static int substring(List<String> first, List<String> second) {
        int[] row = new int[second.size() + 1];
        int longest = 0;
        for (String unit : first) {
            int diagonal = 0;
            for (int j = 1; j <= second.size(); j++) {
                int above = row[j];
                row[j] = unit.equals(second.get(j - 1)) ? diagonal + 1 : 0;
                longest = Math.max(longest, row[j]);
                diagonal = above;
            }
        }
        return longest;
    }

    /** How many units must be added, left out or exchanged to make one of the other (Levenshtein 1966). */
    static int edits(List<String> first, List<String> second) {
        int[] row = new int[second.size() + 1];
        for (int j = 0; j <= second.size(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.size(); j++) {
                int above = row[j];
                int exchanged = diagonal + (first.get(i - 1).equals(second.get(j - 1)) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[second.size()];
    }
}
