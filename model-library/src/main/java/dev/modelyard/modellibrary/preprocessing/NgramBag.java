package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A text as a bag of weighted word or character n-grams; the vocabulary lies in {@code tokenizer.json}.
 *
 * @param script decides what the n-grams are
 * @param maxUnits units of a text that count; what follows them is cut off
 */
public record NgramBag(
        Script script, @JsonProperty("max_units") int maxUnits) implements Preprocessing {
    private static final int MAX_UNITS = 8192;
    private static final int MAX_VOCABULARY = 200_000;

    /**
     * What was learnt from training texts.
     *
     * @param vocabulary to be saved beside it
     */
    public record Learnt(NgramBag preprocessing, Vocabulary vocabulary) {
        public Preparer preparer() {
            return new NgramBagPreparer(preprocessing, vocabulary);
        }
    }

    /** Learns script and vocabulary from training texts. */
    public static Learnt learn(List<String> texts) {
        NgramBag preprocessing = new NgramBag(Script.of(texts), MAX_UNITS);
        List<List<String>> units =
                texts.stream().map(text -> TextUnits.of(text, MAX_UNITS)).toList();
        return new Learnt(preprocessing, Vocabulary.learn(units, preprocessing.script, MAX_VOCABULARY));
    }

    @Override
    public SampleForm form() {
        return new SampleForm.Text();
    }

    @Override
    public Preparer open(Path folder) throws IOException {
        return new NgramBagPreparer(this, Vocabulary.read(folder));
    }
}
