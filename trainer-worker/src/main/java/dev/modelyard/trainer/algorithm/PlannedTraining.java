package dev.modelyard.trainer.algorithm;

import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.trainer.training.TrainingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training as an algorithm plans it.
 *
 * @param labels in the order of their ids; empty for regression
 * @param preparer that the examples are made ready by, where it must be closed when they are no longer needed
 * @param files further files of the model version by name, as the vocabulary
 */
public record PlannedTraining(
        TrainingPlan plan,
        List<String> labels,
        Preprocessing preprocessing,
        Map<String, byte[]> files,
        Optional<Preparer> preparer)
        implements AutoCloseable {
    public PlannedTraining {
        labels = List.copyOf(labels);
        files = Map.copyOf(files);
    }

    /** A training whose examples hold nothing but memory. */
    public PlannedTraining(
            TrainingPlan plan, List<String> labels, Preprocessing preprocessing, Map<String, byte[]> files) {
        this(plan, labels, preprocessing, files, Optional.empty());
    }

    @Override
    public void close() {
        preparer.ifPresent(Preparer::close);
    }
}
