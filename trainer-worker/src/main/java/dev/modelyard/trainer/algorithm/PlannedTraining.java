package dev.modelyard.trainer.algorithm;

import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.trainer.training.TrainingOutcome;
import dev.modelyard.trainer.training.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training as an algorithm plans it.
 *
 * @param labels in the order of their ids; empty for regression
 * @param files further files of the model version by name, as the vocabulary
 * @param preparer that the examples are made ready by, where it must be closed after the training
 * @param followUp what may come after it, in the same job
 */
public record PlannedTraining(
        TrainingPlan plan,
        List<String> labels,
        Preprocessing preprocessing,
        Map<String, byte[]> files,
        Optional<Preparer> preparer,
        Optional<FollowUp> followUp)
        implements AutoCloseable {
    public PlannedTraining {
        labels = List.copyOf(labels);
        files = Map.copyOf(files);
    }

    /** A training after which nothing comes, and whose examples hold nothing but memory. */
    public PlannedTraining(
            TrainingPlan plan, List<String> labels, Preprocessing preprocessing, Map<String, byte[]> files) {
        this(plan, labels, preprocessing, files, Optional.empty(), Optional.empty());
    }

    /** Plans a second training by what the first has made. */
    @FunctionalInterface
    public interface FollowUp {
        /**
         * The second training; empty if the first leaves nothing to do. The same outcome leads to the same plan.
         *
         * @throws IOException if it cannot be planned
         */
        Optional<PlannedTraining> plan(TrainingOutcome outcome) throws IOException;
    }

    /** The same training, which closes that preparer in the end. */
    public PlannedTraining with(Preparer held) {
        return new PlannedTraining(plan, labels, preprocessing, files, Optional.of(held), followUp);
    }

    /** The same training, and what may come after it. */
    public PlannedTraining followedBy(FollowUp next) {
        return new PlannedTraining(plan, labels, preprocessing, files, preparer, Optional.of(next));
    }

    /** The same training by a changed plan. */
    public PlannedTraining by(TrainingPlan changed) {
        return new PlannedTraining(changed, labels, preprocessing, files, preparer, followUp);
    }

    @Override
    public void close() {
        preparer.ifPresent(Preparer::close);
    }
}
