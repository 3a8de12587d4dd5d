package dev.modelyard.modellibrary.preprocessing;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Turns texts and labels into tokens with the tokenizers library, which is native: it must be closed. */
public final class OptionTokensPreparer implements Preparer {
    private static final int SENTENCE = 32;

    private final OptionTokens preprocessing;
    private final Marks marks;
    private final HuggingFaceTokenizer tokenizer;
    /** 1 where the encoder tells the labels from the text by their segments, else 0. */
    private final long segmentOfText;

    private final Options trained;
    /** Those of the last call that brought its own: its other samples have the same. */
    private volatile Options recent;

    OptionTokensPreparer(OptionTokens preprocessing, byte[] tokenizer) throws IOException {
        this.preprocessing = preprocessing;
        this.tokenizer = EncoderTokensPreparer.open(tokenizer, preprocessing.maxTokens());
        boolean opened = false;
        try {
            this.marks = Marks.of(tokenizer);
            this.segmentOfText = Arrays.stream(
                            this.tokenizer.encode("a", "b", true, false).getTypeIds())
                    .max()
                    .orElse(0);
            this.trained = options(preprocessing.options());
            this.recent = trained;
            opened = true;
        } finally {
            if (!opened) {
                this.tokenizer.close();
            }
        }
    }

    /** Labels that have the same tokens, so that they cannot be told apart; groups of two and more. */
    public List<List<String>> alike() {
        return trained.alike();
    }

    @Override
    public Prepared prepare(Sample sample) {
        if (sample instanceof ChoiceSample choice) {
            Options options = recent;
            if (!options.labels().equals(choice.labels())) {
                options = options(choice.labels());
                recent = options;
            }
            return prepare(choice.of(), options);
        }
        return prepare(sample, trained);
    }

    private Prepared prepare(Sample sample, Options options) {
        if (preprocessing.pairs() && sample instanceof PairSample pair) {
            return sequence(options, List.of(tokens(pair.first(), "first text"), tokens(pair.second(), "second text")));
        }
        if (!preprocessing.pairs() && sample instanceof TextSample text) {
            return sequence(options, List.of(tokens(text.text(), "text")));
        }
        throw new InvalidSampleException("this model takes " + (preprocessing.pairs() ? "a pair of texts" : "a text")
                + ", not " + sample.description());
    }

    private Options options(List<String> labels) {
        return Options.of(labels, label -> tokens(label, "label"), preprocessing);
    }

    private long[] tokens(String text, String which) {
        String bounded = EncoderTokensPreparer.bounded(text, which, preprocessing.maxTokens());
        return tokenizer.encode(bounded, false, false).getIds();
    }

    private Prepared.Choice sequence(Options options, List<long[]> texts) {
        return OptionSequence.of(options, texts, marks, segmentOfText, preprocessing);
    }

    @Override
    public Prepared blank() {
        long[] text = new long[SENTENCE];
        Arrays.fill(text, 1);
        return sequence(trained, preprocessing.pairs() ? List.of(text, text) : List.of(text));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
