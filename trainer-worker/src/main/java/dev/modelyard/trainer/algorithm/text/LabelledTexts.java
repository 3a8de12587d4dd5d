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
import java.util.stream.Stream;

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

    /** No texts. */
    static <S extends Sample> LabelledTexts<S> none() {
        return new LabelledTexts<>(List.of(), new Goal.Truths(new int[0], new double[0]));
    }

    /** Texts of which nothing is known; as if they were all of the first class. */
    static LabelledTexts<TextSample> unlabelled(TextExamples texts) {
        return of(new TextExamples(texts.texts(), new int[texts.size()]));
    }

    /** Pairs of which nothing is known; as if they were all of the first class. */
    static LabelledTexts<PairSample> unlabelled(PairTexts pairs) {
        return of(new PairTexts(pairs.first(), pairs.second(), new int[pairs.size()], new double[0]));
    }

    /** The same with these labels. */
    LabelledTexts<S> labelled(int[] labels) {
        return new LabelledTexts<>(samples, new Goal.Truths(labels, new double[0]));
    }

    /** These, and then others that are labelled too. */
    LabelledTexts<S> and(LabelledTexts<S> others) {
        return new LabelledTexts<>(
                Stream.concat(samples.stream(), others.samples.stream()).toList(),
                new Goal.Truths(
                        IntStream.concat(Arrays.stream(truths.labels()), Arrays.stream(others.truths.labels()))
                                .toArray(),
                        new double[0]));
    }

    int size() {
        return samples.size();
    }

    /** Some of them. */
    LabelledTexts<S> select(int[] indexes) {
        return new LabelledTexts<>(Arrays.stream(indexes).mapToObj(samples::get).toList(), truths.select(indexes));
    }
}
