package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Texts, or pairs of them, beside the labels they may have, as the tokens of a pretrained encoder that chooses by what labels say (UniMC,
 * Yang et al. 2022); its tokenizer lies in {@code tokenizer.json}.
 *
 * @param pairs whether samples are pairs
 * @param maxTokens of labels and texts together, marks included; of a pair the longer text is cut first
 * @param firstPlace row of the first place in the encoder's table of places
 * @param places rows of that table; labels share theirs, so that a sequence may have more tokens
 * @param options the labels' texts, in the order of their ids
 */
public record OptionTokens(
        boolean pairs,
        @JsonProperty("max_tokens") int maxTokens,
        @JsonProperty("first_place") int firstPlace,
        int places,
        List<String> options)
        implements Preprocessing {
    public OptionTokens {
        options = List.copyOf(options);
    }

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
     * @throws IOException if it is none, or has no marks for a sequence and for what is hidden in it
     * @throws dev.modelyard.modellibrary.sample.InvalidSampleException if the labels leave too little room for a text
     */
    public OptionTokensPreparer preparer(byte[] tokenizer) throws IOException {
        return new OptionTokensPreparer(this, tokenizer);
    }
}
