package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Variation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Texts, or pairs of them, as a network takes them. One is made ready when it is first asked for and kept while there is room; in training
 * its words may change, and entries of its bag may be left out.
 */
final class PreparedExamples<S extends Sample> implements Examples {
    /** Bytes of what is kept; beyond that examples are made ready anew. */
    private static final long ROOM = 160L << 20;

    private final LabelledTexts<S> texts;
    private final Preparer preparer;
    private final Goal goal;
    private final Noise noise;
    private final AtomicReferenceArray<Prepared> kept;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * How a training sees examples.
     *
     * @param entries of a bag, each left out with that probability; the others are made up for them
     * @param passes how often a batch has each example, varied anew; the second time all are below the first, with one target for both
     */
    record Noise(WordNoise words, double entries, int passes) {
        static final Noise NONE = new Noise(WordNoise.NONE, 0, 1);
    }

    PreparedExamples(LabelledTexts<S> texts, Preparer preparer, Goal goal, Noise noise) {
        this.texts = texts;
        this.preparer = preparer;
        this.goal = goal;
        this.noise = noise;
        this.kept = new AtomicReferenceArray<>(texts.size());
    }

    @Override
    public int size() {
        return texts.size();
    }

    /** All of them, made ready on all processors. */
    List<Prepared> all() {
        return IntStream.range(0, size()).parallel().mapToObj(this::prepared).toList();
    }

    @Override
    public Batch batch(int[] indexes) {
        return batch(indexes, Arrays.stream(indexes).mapToObj(this::prepared).toList());
    }

    @Override
    public Batch batch(int[] indexes, Variation variation) {
        if (noise.equals(Noise.NONE)) {
            return batch(indexes);
        }
        List<Prepared> seen = new ArrayList<>();
        Variation pass = variation;
        for (int i = 0; i < noise.passes(); i++) {
            for (int index : indexes) {
                seen.add(noisy(index, pass.of(index)));
            }
            pass = pass.again();
        }
        return batch(indexes, seen);
    }

    private Batch batch(int[] indexes, List<Prepared> chosen) {
        return new Batch(Batches.of(chosen, Shape.of()), goal.targets(texts.truths(), indexes));
    }

    private Prepared noisy(int index, RandomGenerator random) {
        Prepared example = noise.words().equals(WordNoise.NONE)
                ? prepared(index)
                : preparer.prepare(noise.words().of(texts.samples().get(index), random));
        return noise.entries() == 0 ? example : thinned(example, random);
    }

    private Prepared thinned(Prepared example, RandomGenerator random) {
        return switch (example) {
            case Prepared.Bag bag -> Bags.thinned(bag, noise.entries(), random);
            case Prepared.Pair(float[] features, Prepared.Bag bag) ->
                new Prepared.Pair(features, Bags.thinned(bag, noise.entries(), random));
            case Prepared.Choice _, Prepared.Dense _, Prepared.Tokens _ -> example;
        };
    }

    private Prepared prepared(int index) {
        Prepared known = kept.get(index);
        if (known != null) {
            return known;
        }
        Prepared made = preparer.prepare(texts.samples().get(index));
        if (bytes.addAndGet(size(made)) <= ROOM) {
            kept.set(index, made);
        }
        return made;
    }

    private static long size(Prepared example) {
        return switch (example) {
            case Prepared.Bag bag -> bag.ids().length * (long) (Integer.BYTES + Float.BYTES);
            case Prepared.Choice choice -> choice.ids().length * 4L * Long.BYTES;
            case Prepared.Dense dense -> dense.values().length * (long) Float.BYTES;
            case Prepared.Pair pair -> size(pair.bag()) + pair.features().length * (long) Float.BYTES;
            case Prepared.Tokens tokens -> tokens.ids().length * 2L * Long.BYTES;
        };
    }
}
