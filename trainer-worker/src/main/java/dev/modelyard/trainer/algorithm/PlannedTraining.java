package dev.modelyard.trainer.algorithm;

import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.trainer.training.TrainingPlan;
import java.util.List;
import java.util.Map;

/**
 * A training as an algorithm plans it.
 *
 * @param labels in the order of their ids; empty for regression
 * @param files further files of the model version by name, as the vocabulary
 */
public record PlannedTraining(
        TrainingPlan plan, List<String> labels, Preprocessing preprocessing, Map<String, byte[]> files) {
    public PlannedTraining {
        labels = List.copyOf(labels);
        files = Map.copyOf(files);
    }
}
