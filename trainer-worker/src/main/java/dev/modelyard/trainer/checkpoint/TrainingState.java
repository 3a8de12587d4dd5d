package dev.modelyard.trainer.checkpoint;

import dev.modelyard.contracts.job.EpochMetrics;
import java.util.List;
import java.util.Optional;

/**
 * Where a training is, between two steps. Together with the tensors beside it, all that is needed to go on as if it had never
 * stopped.
 *
 * @param plan names what is trained and how; a state is of use to a training of the same plan only
 * @param epoch epochs done and scored
 * @param batches batches done of the epoch after those
 * @param step optimiser steps done in all
 * @param lossSum the losses of that epoch's steps, added up
 * @param best the best epoch so far, where epochs are compared
 * @param history figures of the epochs done
 * @param seconds training time so far
 */
public record TrainingState(
        String plan,
        int epoch,
        int batches,
        long step,
        double lossSum,
        Optional<Best> best,
        List<EpochMetrics> history,
        double seconds) {
    public TrainingState {
        history = List.copyOf(history);
    }

    /**
     * An epoch and its scores on the validation split.
     *
     * @param values in their order
     */
    public record Best(int epoch, double merit, List<Score> values) {
        public Best {
            values = List.copyOf(values);
        }
    }

    /** A score by name. */
    public record Score(String name, double value) {}
}
