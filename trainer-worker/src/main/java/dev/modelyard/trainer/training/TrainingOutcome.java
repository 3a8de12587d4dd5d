package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.weights.Weights;
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
        OptionalDouble temperature) {
    public TrainingOutcome {
        history = List.copyOf(history);
    }
}
