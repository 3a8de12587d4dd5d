package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into bags. The value of an n-gram is (1 + ln tf) · idf; each block is brought to length one and weighted, then the
 * whole to length one.
 */
final class NgramBagPreparer implements Preparer {
    private static final int SENTENCE = 64;

    private final NgramBag preprocessing;
    private final Map<String, Integer> ids;
    private final float[] idf;
    private final Ngrams.Block[] blocks;

    NgramBagPreparer(NgramBag preprocessing, Vocabulary vocabulary) {
        this.preprocessing = preprocessing;
        this.ids = vocabulary.ids();
        this.idf = new float[vocabulary.rows()];
        this.blocks = new Ngrams.Block[vocabulary.rows()];
        for (int i = 0; i < vocabulary.grams().size(); i++) {
            idf[i + 1] = vocabulary.idf().get(i);
            blocks[i + 1] = Ngrams.Block.of(vocabulary.grams().get(i));
        }
    }

    @Override
    public Prepared prepare(Sample sample) {
        if (!(sample instanceof TextSample text)) {
            throw new InvalidSampleException("this model takes a text, not " + sample.description());
        }
        List<String> units = TextUnits.of(text.text(), preprocessing.maxUnits());
        if (units.isEmpty()) {
            throw new InvalidSampleException("the text is empty");
        }
        return bag(Ngrams.count(units, preprocessing.script()));
    }

    /** As many n-grams as a sentence has. */
    @Override
    public Prepared blank() {
        int size = Math.min(SENTENCE, idf.length - 1);
        float[] weights = new float[size];
        Arrays.fill(weights, (float) (1 / Math.sqrt(Math.max(1, size))));
        return new Prepared.Bag(IntStream.rangeClosed(1, size).toArray(), weights);
    }

    private Prepared.Bag bag(Map<String, Integer> counts) {
        int[] known = new int[counts.size()];
        float[] values = new float[counts.size()];
        int size = 0;
        for (Map.Entry<String, Integer> counted : counts.entrySet()) {
            @Nullable Integer id = ids.get(counted.getKey());
            if (id != null) {
                known[size] = id;
                values[size] = (float) (1 + Math.log(counted.getValue())) * idf[id];
                size++;
            }
        }
        return normalised(Arrays.copyOf(known, size), Arrays.copyOf(values, size));
    }

    private Prepared.Bag normalised(int[] known, float[] values) {
        EnumMap<Ngrams.Block, Double> squares = new EnumMap<>(Ngrams.Block.class);
        for (int i = 0; i < known.length; i++) {
            squares.merge(blocks[known[i]], (double) values[i] * values[i], Double::sum);
        }
        double whole = squares.keySet().stream()
                .mapToDouble(block -> (double) block.weight() * block.weight())
                .sum();
        EnumMap<Ngrams.Block, Float> factors = new EnumMap<>(Ngrams.Block.class);
        squares.forEach((block, square) -> factors.put(block, (float) (block.weight() / Math.sqrt(square * whole))));
        for (int i = 0; i < known.length; i++) {
            values[i] *= factors.getOrDefault(blocks[known[i]], 1f);
        }
        return new Prepared.Bag(known, values);
    }
}
