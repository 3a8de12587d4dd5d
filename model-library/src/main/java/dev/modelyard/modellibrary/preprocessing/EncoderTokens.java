package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts, or pairs of them, as the tokens of a pretrained encoder; its tokenizer lies in {@code tokenizer.json}.
 *
 * @param pairs whether samples are pairs
 * @param maxTokens of a sample, marks included; of a pair the longer text is cut first
 */
public record EncoderTokens(
        boolean pairs, @JsonProperty("max_tokens") int maxTokens) implements Preprocessing {
    @Override
    public SampleForm form() {
        return pairs ? new SampleForm.Pair() : new SampleForm.Text();
    }

    @Override
    public Preparer open(Path folder) throws IOException {
        return preparer(Files.readAllBytes(folder.resolve(ModelFiles.TOKENIZER)));
    }

    /**
     * A preparer with a tokenizer that is no file yet.
     *
     * @param tokenizer the content of {@code tokenizer.json}
     * @throws IOException if it is none
     */
    public Preparer preparer(byte[] tokenizer) throws IOException {
        return new EncoderTokensPreparer(this, tokenizer);
    }
}
