package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a training made.
 *
 * @param network the one that answers: the trained one, calibrated, and with its neighbours where it has them
 * @param kept the weights of the epoch that was chosen, and whatever else the network has
 * @param keptEpoch counted from 1
 * @param last the weights after the last epoch, where they are others
 * @param epochs epochs done
 * @param validation scores of the kept weights, where there is a validation split
 * @param test scores of the kept weights on the test split, where there is one
 * @param history figures of each epoch
 * @param seconds from the first step to the last, validation included
 * @param temperature that the kept weights' logits are to be divided by, where that is known
 * @param guesses what the kept weights take the unlabelled examples for, in their order
 */
public record TrainingOutcome(
        Network network,
        Weights kept,
        int keptEpoch,
        Optional<Weights> last,
        int epochs,
        Optional<Scores> validation,
        Optional<Scores> test,
        List<EpochMetrics> history,
        double seconds,
        OptionalDouble temperature,
        List<Guess> guesses) {
    public TrainingOutcome {
        history = List.copyOf(history);
        guesses = List.copyOf(guesses);
    }

    /** Optimiser steps done. */
    public long steps() {
        return history.isEmpty() ? 0 : history.getLast().step();
    }

    /** What this training made, after another in the same job: epochs and steps are counted on from that one's. */
    public TrainingOutcome after(TrainingOutcome earlier) {
        return madeIn(keptEpoch + earlier.epochs, earlier, this);
    }

    /** What this training made, although another came after it in the same job. */
    public TrainingOutcome before(TrainingOutcome later) {
        return madeIn(keptEpoch, this, later);
    }

    private TrainingOutcome madeIn(int epoch, TrainingOutcome first, TrainingOutcome second) {
        List<EpochMetrics> all = new ArrayList<>(first.history);
        second.history.forEach(metrics -> all.add(metrics.after(first.epochs, first.steps())));
        return new TrainingOutcome(
                network,
                kept,
                epoch,
                last,
                first.epochs + second.epochs,
                validation,
                test,
                all,
                first.seconds + second.seconds,
                temperature,
                guesses);
    }
}
