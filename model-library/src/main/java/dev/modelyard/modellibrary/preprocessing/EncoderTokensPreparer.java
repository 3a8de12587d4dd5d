package dev.modelyard.modellibrary.preprocessing;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Turns texts into tokens with the tokenizers library, which is native: it must be closed. */
final class EncoderTokensPreparer implements Preparer {
    private static final int SENTENCE = 32;
    /** Far more than fits, and far less than takes long: the rest of a text would be cut off anyway. */
    private static final int CHARACTERS_PER_TOKEN = 64;

    private final EncoderTokens preprocessing;
    private final HuggingFaceTokenizer tokenizer;

    EncoderTokensPreparer(EncoderTokens preprocessing, byte[] tokenizer) throws IOException {
        this.preprocessing = preprocessing;
        this.tokenizer = open(tokenizer, preprocessing.maxTokens());
    }

    /** A tokenizer that adds marks and cuts off what does not fit. */
    static HuggingFaceTokenizer open(byte[] tokenizer, int maxTokens) throws IOException {
        Map<String, String> options = Map.of(
                "addSpecialTokens",
                "true",
                "truncation",
                "true",
                "padding",
                "false",
                "maxLength",
                String.valueOf(maxTokens));
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizer), options);
        } catch (RuntimeException e) {
            throw new IOException("tokenizer.json is no tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public Prepared prepare(Sample sample) {
        if (preprocessing.pairs() && sample instanceof PairSample pair) {
            return tokens(tokenizer.encode(
                    bounded(pair.first(), "first text", most()), bounded(pair.second(), "second text", most())));
        }
        if (!preprocessing.pairs() && sample instanceof TextSample text) {
            return tokens(tokenizer.encode(bounded(text.text(), "text", most())));
        }
        throw new InvalidSampleException("this model takes " + (preprocessing.pairs() ? "a pair of texts" : "a text")
                + ", not " + sample.description());
    }

    private int most() {
        return preprocessing.maxTokens();
    }

    /** As much of a text as so many tokens can need, in characters that the library takes. */
    static String bounded(String text, String which, int maxTokens) {
        if (text.isBlank()) {
            throw new InvalidSampleException("the " + which + " is empty");
        }
        int most = maxTokens * CHARACTERS_PER_TOKEN;
        String bounded = text.length() <= most ? text : text.substring(0, most);
        // By way of UTF-8, which half a character has no place in; the library takes no other text.
        return new String(bounded.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Prepared.Tokens tokens(Encoding encoding) {
        return new Prepared.Tokens(encoding.getIds(), encoding.getTypeIds());
    }

    @Override
    public Prepared blank() {
        int length = Math.min(SENTENCE, preprocessing.maxTokens());
        long[] ids = new long[length];
        Arrays.fill(ids, 1);
        return new Prepared.Tokens(ids, new long[length]);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
