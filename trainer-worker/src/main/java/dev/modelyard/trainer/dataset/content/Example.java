package dev.modelyard.trainer.dataset.content;

import java.util.List;
import java.util.Optional;

/**
 * One example as it stands in the content, before labels and columns are known as a whole.
 *
 * @param cells of the feature columns of a table, stripped
 */
public record Example(
        Optional<String> text,
        Optional<String> textPair,
        Optional<String> file,
        List<String> cells,
        Optional<Double> target) {
    static Example text(String text) {
        return new Example(Optional.of(text), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    static Example pair(String text, String textPair, Optional<Double> target) {
        return new Example(Optional.of(text), Optional.of(textPair), Optional.empty(), List.of(), target);
    }

    static Example file(String file) {
        return new Example(Optional.empty(), Optional.empty(), Optional.of(file), List.of(), Optional.empty());
    }

    static Example row(List<String> cells, Optional<Double> target) {
        return new Example(Optional.empty(), Optional.empty(), Optional.empty(), cells, target);
    }
}
