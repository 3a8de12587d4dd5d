package dev.modelyard.trainer.dataset;

import java.util.List;

/**
 * Images with their labels.
 *
 * @param files what {@link DatasetVersion#file} and {@link DatasetVersion#bytes} take
 * @param labels ids, one for each file
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageExamples(List<String> files, int[] labels) {
    public int size() {
        return files.size();
    }
}
