package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Variation;
import java.util.Arrays;
import java.util.List;

/** Pairs of texts, made ready once; in training each entry of a bag is left out with some probability. */
final class PairExamples implements Examples {
    private final List<Prepared.Pair> pairs;
    private final Goal.Truths truths;
    private final Goal goal;
    private final double dropout;

    private PairExamples(List<Prepared.Pair> pairs, Goal.Truths truths, Goal goal, double dropout) {
        this.pairs = List.copyOf(pairs);
        this.truths = truths;
        this.goal = goal;
        this.dropout = dropout;
    }

    /** Makes pairs ready, on all processors. */
    static PairExamples of(LabelledTexts<PairSample> pairs, Preparer preparer, Goal goal, double dropout) {
        List<Prepared.Pair> prepared = pairs.samples().parallelStream()
                .map(sample -> (Prepared.Pair) preparer.prepare(sample))
                .toList();
        return new PairExamples(prepared, pairs.truths(), goal, dropout);
    }

    /** The figures of all pairs, a row each. */
    float[][] features() {
        return pairs.stream().map(Prepared.Pair::features).toArray(float[][]::new);
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public Batch batch(int[] indexes) {
        return batch(indexes, Arrays.stream(indexes).mapToObj(pairs::get).toList());
    }

    @Override
    public Batch batch(int[] indexes, Variation variation) {
        if (dropout == 0) {
            return batch(indexes);
        }
        return batch(
                indexes,
                Arrays.stream(indexes)
                        .mapToObj(index -> new Prepared.Pair(
                                pairs.get(index).features(),
                                Bags.thinned(pairs.get(index).bag(), dropout, variation.of(index))))
                        .toList());
    }

    private Batch batch(int[] indexes, List<Prepared.Pair> chosen) {
        return new Batch(Batches.of(chosen, Shape.of()), goal.targets(truths, indexes));
    }
}
