package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Makes pairs of texts ready. Each of the {@code k} known entries of a bag weighs 1/√k. */
final class TextPairPreparer implements Preparer {
    private static final int SENTENCES = 64;

    private final TextPair preprocessing;
    private final Map<String, Integer> ids;
    private final PairFeatures features;
    private final int rows;

    TextPairPreparer(TextPair preprocessing, PairVocabulary vocabulary) {
        this.preprocessing = preprocessing;
        this.ids = vocabulary.ids();
        this.features = new PairFeatures(preprocessing, vocabulary);
        this.rows = vocabulary.rows();
    }

    @Override
    public Prepared prepare(Sample sample) {
        if (!(sample instanceof PairSample pair)) {
            throw new InvalidSampleException("this model takes a pair of texts, not " + sample.description());
        }
        UnitPair units = UnitPair.of(pair, preprocessing.maxUnits());
        if (units.first().isEmpty() || units.second().isEmpty()) {
            throw new InvalidSampleException(
                    "the " + (units.first().isEmpty() ? "first" : "second") + " text is empty");
        }
        int[] known = PairBag.entries(units, preprocessing.directed()).stream()
                .map(ids::get)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .toArray();
        return new Prepared.Pair(features.of(units), bag(known));
    }

    /** As many entries as two sentences have. */
    @Override
    public Prepared blank() {
        int size = Math.min(SENTENCES, rows - 1);
        return new Prepared.Pair(
                new float[features.count()], bag(IntStream.rangeClosed(1, size).toArray()));
    }

    private static Prepared.Bag bag(int[] known) {
        float[] weights = new float[known.length];
        Arrays.fill(weights, (float) (1 / Math.sqrt(Math.max(1, known.length))));
        return new Prepared.Bag(known, weights);
    }
}
