package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.dataset.PairTexts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pairs of texts with what is true of them. */
record TextPairs(List<PairSample> samples, Goal.Truths truths) {
    TextPairs {
        samples = List.copyOf(samples);
    }

    static TextPairs of(PairTexts pairs) {
        List<PairSample> samples = IntStream.range(0, pairs.size())
                .mapToObj(
                        i -> new PairSample(pairs.first().get(i), pairs.second().get(i)))
                .toList();
        return new TextPairs(samples, new Goal.Truths(pairs.labels(), pairs.grades()));
    }

    int size() {
        return samples.size();
    }

    /** Some of them. */
    TextPairs select(int[] indexes) {
        int[] labels = truths.labels();
        double[] values = truths.values();
        return new TextPairs(
                Arrays.stream(indexes).mapToObj(samples::get).toList(),
                new Goal.Truths(
                        labels.length == 0
                                ? labels
                                : Arrays.stream(indexes).map(i -> labels[i]).toArray(),
                        values.length == 0
                                ? values
                                : Arrays.stream(indexes)
                                        .mapToDouble(i -> values[i])
                                        .toArray()));
    }
}
