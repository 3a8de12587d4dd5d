package dev.modelyard.trainer.dataset;

import java.util.List;

/**
 * Texts with their labels.
 *
 * @param labels ids, one for each text; none where they are unlabelled
 */
@SuppressWarnings("ArrayRecordComponent")
public record TextExamples(List<String> texts, int[] labels) {
    public int size() {
        return texts.size();
    }
}
