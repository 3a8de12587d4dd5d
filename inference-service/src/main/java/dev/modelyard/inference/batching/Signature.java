package dev.modelyard.inference.batching;

import dev.modelyard.modellibrary.sample.SampleForm;
import java.util.List;

/**
 * What a model takes and gives.
 *
 * @param form of its samples
 * @param labels that it tells apart, in the order of their ids; none if it answers a number
 */
public record Signature(SampleForm form, List<String> labels) {
    public Signature {
        labels = List.copyOf(labels);
    }
}
