package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Two texts as figures of how they resemble each other and as a bag of what they share and what they do not; the vocabulary lies in
 * {@code tokenizer.json}.
 *
 * @param script decides what the figures are
 * @param directed whether it matters which text is first
 * @param maxUnits units of each text that count; what follows them is cut off
 */
public record TextPair(
        Script script,
        boolean directed,
        @JsonProperty("max_units") int maxUnits) implements Preprocessing {
    /** Subsequences take the product of both lengths. */
    private static final int MAX_UNITS = 512;

    private static final int MAX_ENTRIES = 200_000;

    /**
     * What was learnt from training pairs.
     *
     * @param vocabulary to be saved beside it
     */
    public record Learnt(TextPair preprocessing, PairVocabulary vocabulary) {
        public Preparer preparer() {
            return new TextPairPreparer(preprocessing, vocabulary);
        }
    }

    /** Learns script and vocabulary from training pairs. */
    public static Learnt learn(List<PairSample> pairs, boolean directed) {
        Iterable<String> texts = () -> pairs.stream()
                .flatMap(pair -> List.of(pair.first(), pair.second()).stream())
                .iterator();
        TextPair preprocessing = new TextPair(Script.of(texts), directed, MAX_UNITS);
        List<UnitPair> units =
                pairs.stream().map(pair -> UnitPair.of(pair, MAX_UNITS)).toList();
        return new Learnt(preprocessing, PairVocabulary.learn(units, directed, MAX_ENTRIES));
    }

    @Override
    public SampleForm form() {
        return new SampleForm.Pair();
    }

    @Override
    public Preparer open(Path folder) throws IOException {
        return new TextPairPreparer(this, PairVocabulary.read(folder));
    }
}
