package dev.modelyard.modellibrary.prediction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A predicted class.
 *
 * @param candidates every class, the most probable first; never empty
 */
public record Classification(List<Candidate> candidates) implements Prediction {
    public Classification {
        candidates = List.copyOf(candidates);
    }

    /** A class with its probability; the id counts from 0. */
    public record Candidate(String label, int id, double probability) {}

    /** The answer of a network that gives one probability for each label. */
    static Classification of(List<String> labels, float[] probabilities) {
        List<Candidate> candidates = new ArrayList<>(labels.size());
        for (int id = 0; id < labels.size(); id++) {
            candidates.add(new Candidate(labels.get(id), id, probabilities[id]));
        }
        candidates.sort(
                Comparator.comparingDouble(Candidate::probability).reversed().thenComparingInt(Candidate::id));
        return new Classification(candidates);
    }

    /** The most probable class. */
    public Candidate best() {
        return candidates.getFirst();
    }

    public String label() {
        return best().label();
    }

    public int id() {
        return best().id();
    }

    public double probability() {
        return best().probability();
    }

    /** The {@code k} most probable classes, or all if there are fewer. */
    public List<Candidate> top(int k) {
        return candidates.subList(0, Math.min(k, candidates.size()));
    }
}
