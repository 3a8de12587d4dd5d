package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.dataset.PairTexts;
import dev.modelyard.trainer.dataset.TextExamples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Texts, or pairs of them, with what is true of them. */
record LabelledTexts<S extends Sample>(List<S> samples, Goal.Truths truths) {
    LabelledTexts {
        samples = List.copyOf(samples);
    }

    static LabelledTexts<TextSample> of(TextExamples texts) {
        return new LabelledTexts<>(
                texts.texts().stream().map(TextSample::new).toList(), new Goal.Truths(texts.labels(), new double[0]));
    }

    static LabelledTexts<PairSample> of(PairTexts pairs) {
        List<PairSample> samples = IntStream.range(0, pairs.size())
                .mapToObj(
                        i -> new PairSample(pairs.first().get(i), pairs.second().get(i)))
                .toList();
        return new LabelledTexts<>(samples, new Goal.Truths(pairs.labels(), pairs.grades()));
    }

    int size() {
        return samples.size();
    }

    /** Some of them. */
    LabelledTexts<S> select(int[] indexes) {
        return new LabelledTexts<>(Arrays.stream(indexes).mapToObj(samples::get).toList(), truths.select(indexes));
    }
}
