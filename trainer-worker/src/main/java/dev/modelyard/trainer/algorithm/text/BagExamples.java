package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.trainer.algorithm.Targets;
import dev.modelyard.trainer.dataset.TextExamples;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Variation;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Texts as bags. A bag is made when it is first asked for and kept while there is room; in training each entry is left out with
 * some probability and the others are made up for it.
 */
final class BagExamples implements Examples {
    /** Entries of bags kept, 8 bytes each; beyond that bags are made anew. */
    private static final long ROOM = 20_000_000;

    private final TextExamples texts;
    private final Preparer preparer;
    private final double dropout;
    private final AtomicReferenceArray<Prepared.Bag> kept;
    private final AtomicLong entries = new AtomicLong();

    BagExamples(TextExamples texts, Preparer preparer, double dropout) {
        this.texts = texts;
        this.preparer = preparer;
        this.dropout = dropout;
        this.kept = new AtomicReferenceArray<>(texts.size());
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public Batch batch(int[] indexes) {
        return batch(indexes, Arrays.stream(indexes).mapToObj(this::bag).toList());
    }

    @Override
    public Batch batch(int[] indexes, Variation variation) {
        if (dropout == 0) {
            return batch(indexes);
        }
        return batch(
                indexes,
                Arrays.stream(indexes)
                        .mapToObj(index -> Bags.thinned(bag(index), dropout, variation.of(index)))
                        .toList());
    }

    private Batch batch(int[] indexes, List<Prepared.Bag> bags) {
        return new Batch(Batches.of(bags, Shape.of()), Targets.classes(texts.labels(), indexes));
    }

    private Prepared.Bag bag(int index) {
        Prepared.Bag known = kept.get(index);
        if (known != null) {
            return known;
        }
        Prepared.Bag made =
                (Prepared.Bag) preparer.prepare(new TextSample(texts.texts().get(index)));
        if (entries.addAndGet(made.ids().length) <= ROOM) {
            kept.set(index, made);
        }
        return made;
    }
}
