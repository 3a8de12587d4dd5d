package dev.modelyard.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How good a network is on a split.
 *
 * @param values by name: {@code loss}, {@code accuracy}, …
 * @param merit what selection compares; larger is better
 */
public record Scores(SequencedMap<String, Double> values, double merit) {
    /** The values with a prefix before each name, as {@code val_accuracy}. */
    public Map<String, Double> named(String prefix) {
        Map<String, Double> named = new LinkedHashMap<>();
        values.forEach((name, value) -> named.put(prefix + name, value));
        return named;
    }
}
