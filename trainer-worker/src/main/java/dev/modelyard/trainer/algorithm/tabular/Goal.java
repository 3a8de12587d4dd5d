package dev.modelyard.trainer.algorithm.tabular;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.algorithm.ClassificationScoring;
import dev.modelyard.trainer.algorithm.Labels;
import dev.modelyard.trainer.algorithm.Targets;
import dev.modelyard.trainer.dataset.TableExamples;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.training.Loss;
import dev.modelyard.trainer.training.Scoring;
import java.util.Arrays;

/** What is learnt of a row: its class or its value. */
sealed interface Goal {
    NetworkRequest.Target target();

    Loss loss(TrainingParameters parameters);

    Scoring scoring();

    /** Targets of some rows, as the loss takes them. */
    Tensor targets(TableExamples table, int[] indexes);

    /**
     * The goal of a dataset.
     *
     * @throws JobFailedException if the training rows do not train
     */
    static Goal of(DatasetSummary summary, TableExamples train) {
        if (!summary.labels().isEmpty()) {
            Labels.requireTrainable(train.labels(), summary.labels());
            return new Classes(summary.labels().size());
        }
        if (train.size() == 0) {
            throw new JobFailedException(ErrorCode.UNTRAINABLE, "the training split has no examples");
        }
        double mean = Arrays.stream(train.targets()).average().orElseThrow();
        double variance = Arrays.stream(train.targets())
                .map(target -> (target - mean) * (target - mean))
                .average()
                .orElseThrow();
        double deviation = Math.sqrt(variance);
        if (!Float.isFinite((float) mean) || !Float.isFinite((float) deviation)) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "the values of the target column are too large to compute with");
        }
        // One value only: the network still has to learn it, on some scale.
        boolean constant = deviation <= 1e-9 * Math.abs(mean) || (float) deviation < Float.MIN_NORMAL;
        return new Value((float) mean, constant ? 1 : (float) deviation);
    }

    /** One of so many classes. */
    record Classes(int number) implements Goal {
        @Override
        public NetworkRequest.Target target() {
            return new NetworkRequest.Target.Classes(number);
        }

        @Override
        public Loss loss(TrainingParameters parameters) {
            return new Loss.CrossEntropy(parameters.labelSmoothing().orElse(0.0));
        }

        @Override
        public Scoring scoring() {
            return new ClassificationScoring(number, ClassificationScoring.Merit.LOSS);
        }

        @Override
        public Tensor targets(TableExamples table, int[] indexes) {
            return Targets.classes(table.labels(), indexes);
        }
    }

    /** A number, learnt standardised. */
    record Value(float mean, float deviation) implements Goal {
        private static final double BETA = 0.5;

        @Override
        public NetworkRequest.Target target() {
            return new NetworkRequest.Target.Value(mean, deviation);
        }

        @Override
        public Loss loss(TrainingParameters parameters) {
            return new Loss.SmoothL1(BETA);
        }

        @Override
        public Scoring scoring() {
            return new RegressionScoring(mean, deviation);
        }

        @Override
        public Tensor targets(TableExamples table, int[] indexes) {
            float[] values = new float[table.size()];
            for (int index : indexes) {
                values[index] = (float) ((table.targets()[index] - mean) / deviation);
            }
            return Targets.values(values, indexes);
        }
    }
}
