package dev.modelyard.trainer.dataset;

import java.util.List;

/**
 * Pairs of texts with their labels or grades; unlabelled ones have neither.
 *
 * @param labels ids, one for each pair; empty where there are grades
 * @param grades one for each pair; empty where there are labels
 */
@SuppressWarnings("ArrayRecordComponent")
public record PairTexts(List<String> first, List<String> second, int[] labels, double[] grades) {
    public int size() {
        return first.size();
    }
}
