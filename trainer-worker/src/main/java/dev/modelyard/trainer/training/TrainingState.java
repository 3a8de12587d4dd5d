package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Weights;
import java.util.Optional;

/**
 * A training between two epochs, complete: one that goes on from it ends as if it had never stopped.
 *
 * @param epoch epochs done
 * @param step optimiser steps done
 * @param weights what is trained
 * @param moments what the optimiser remembers
 * @param averages the averaged weights, where the recipe keeps them
 * @param best the best epoch so far
 * @param seconds training time so far
 */
public record TrainingState(
        int epoch,
        long step,
        Weights weights,
        Weights moments,
        Optional<Weights> averages,
        Optional<Best> best,
        double seconds) {
    /** The weights of the epoch with the best score. */
    public record Best(int epoch, Scores scores, Weights weights) {}
}
