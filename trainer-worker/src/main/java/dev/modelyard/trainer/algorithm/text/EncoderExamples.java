package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import java.util.Arrays;
import java.util.List;

/** Texts as tokens, made ready once. */
final class EncoderExamples implements Examples {
    private final List<Prepared> texts;
    private final Goal.Truths truths;
    private final Goal goal;

    EncoderExamples(LabelledTexts<?> texts, Preparer preparer, Goal goal) {
        this.texts = texts.samples().stream().map(preparer::prepare).toList();
        this.truths = texts.truths();
        this.goal = goal;
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public Batch batch(int[] indexes) {
        return new Batch(
                Batches.of(Arrays.stream(indexes).mapToObj(texts::get).toList(), Shape.of()),
                goal.targets(truths, indexes));
    }
}
