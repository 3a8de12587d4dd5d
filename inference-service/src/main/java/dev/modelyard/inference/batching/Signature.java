package dev.modelyard.inference.batching;

import dev.modelyard.modellibrary.sample.SampleForm;
import java.util.List;

/**
 * What a model takes and gives.
 *
 * @param form of its samples
 * @param labels that it tells apart, in the order of their ids; none if it answers a number
 * @param choosesLabels whether a call may bring labels of its own in their place
 */
public record Signature(SampleForm form, List<String> labels, boolean choosesLabels) {
    public Signature {
        labels = List.copyOf(labels);
    }
}
