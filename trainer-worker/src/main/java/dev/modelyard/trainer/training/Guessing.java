package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Keeps what probabilities (batch × classes) say of each example; targets are passed over, and nothing is scored. */
final class Guessing implements Scoring {
    private final List<Guess> guesses = new ArrayList<>();

    @Override
    public void add(Tensor output, Tensor target) {
        float[] probabilities = output.toFloats();
        int classes = Math.toIntExact(output.shape().size(1));
        for (int first = 0; first < probabilities.length; first += classes) {
            int best = 0;
            for (int label = 1; label < classes; label++) {
                if (probabilities[first + label] > probabilities[first + best]) {
                    best = label;
                }
            }
            guesses.add(new Guess(best, probabilities[first + best]));
        }
    }

    List<Guess> guesses() {
        return guesses;
    }

    @Override
    public Scores scores() {
        return new Scores(new LinkedHashMap<>(), 0);
    }
}
