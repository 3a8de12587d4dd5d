package dev.modelyard.modellibrary.sample;

import java.util.List;

/**
 * A text or a pair of them with the labels to choose from, in place of those a model was trained with.
 *
 * @param of a {@link TextSample} or a {@link PairSample}
 */
public record ChoiceSample(Sample of, List<String> labels) implements Sample {
    public ChoiceSample {
        labels = List.copyOf(labels);
    }

    @Override
    public String description() {
        return of.description() + " with labels of its own";
    }
}
