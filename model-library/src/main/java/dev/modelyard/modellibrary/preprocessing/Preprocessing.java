package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the samples of a model are made ready, as saved in {@code preprocessing.json}. Larger tables lie in files beside it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EncoderTokens.class, name = "encoder-tokens"),
    @JsonSubTypes.Type(value = ImagePixels.class, name = "image-pixels"),
    @JsonSubTypes.Type(value = NgramBag.class, name = "ngram-bag"),
    @JsonSubTypes.Type(value = OptionTokens.class, name = "option-tokens"),
    @JsonSubTypes.Type(value = TabularRows.class, name = "tabular-rows"),
    @JsonSubTypes.Type(value = TextPair.class, name = "text-pair")
})
public sealed interface Preprocessing
        permits EncoderTokens, ImagePixels, NgramBag, OptionTokens, TabularRows, TextPair {
    /**
     * Makes a preparer, reading what it needs from the folder of the model version.
     *
     * @throws IOException if a file is missing, unreadable or not of its format
     */
    Preparer open(Path folder) throws IOException;

    /** What it makes ready. */
    SampleForm form();

    /**
     * Reads the preprocessing of the model version in a folder.
     *
     * @throws IOException if it is missing or unreadable
     * @throws dev.modelyard.contracts.wire.MalformedMessageException if it is not a preprocessing
     */
    static Preprocessing read(Path folder) throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve(ModelFiles.PREPROCESSING)), Preprocessing.class);
    }
}
