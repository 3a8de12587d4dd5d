package dev.modelyard.trainer.training;

import dev.modelyard.modellibrary.metrics.Confusion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How good a network is on a split.
 *
 * @param values by name: {@code loss}, {@code accuracy}, …
 * @param merit what selection compares; larger is better
 * @param confusion of classes, where it tells them apart
 */
public record Scores(SequencedMap<String, Double> values, double merit, Optional<Confusion> confusion) {
    /** Of a network that answers numbers, or scores as they were kept. */
    public Scores(SequencedMap<String, Double> values, double merit) {
        this(values, merit, Optional.empty());
    }

    /** The values with a prefix before each name, as {@code val_accuracy}. */
    public Map<String, Double> named(String prefix) {
        Map<String, Double> named = new LinkedHashMap<>();
        values.forEach((name, value) -> named.put(prefix + name, value));
        return named;
    }
}
