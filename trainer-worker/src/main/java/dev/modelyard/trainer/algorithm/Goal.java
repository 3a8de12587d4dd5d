package dev.modelyard.trainer.algorithm;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.training.Loss;
import dev.modelyard.trainer.training.Scoring;
import java.util.Arrays;
import java.util.List;

/** What is learnt of an example: its class or its value. */
public sealed interface Goal {
    NetworkRequest.Target target();

    /** The loss, with this much label smoothing unless the caller sets another. */
    Loss loss(TrainingParameters parameters, double labelSmoothing);

    Scoring scoring();

    /** Targets of some examples, as the loss takes them. */
    Tensor targets(Truths truths, int[] indexes);

    /**
     * What is true of examples.
     *
     * @param labels ids, one for each; empty where values are learnt
     * @param values one for each; empty where classes are learnt
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Truths(int[] labels, double[] values) {
        /** Those of some of the examples. */
        public Truths select(int[] indexes) {
            return new Truths(
                    labels.length == 0
                            ? labels
                            : Arrays.stream(indexes).map(i -> labels[i]).toArray(),
                    values.length == 0
                            ? values
                            : Arrays.stream(indexes).mapToDouble(i -> values[i]).toArray());
        }
    }

    /** How values are learnt. */
    enum Measure {
        /** By their distance; a few that are far off count less. */
        DISTANCE,
        /** By their square error, and judged by how they go with the true ones. */
        CORRELATION
    }

    /**
     * The goal of a dataset.
     *
     * @param labels of its classes; empty where values are learnt
     * @throws JobFailedException if the training examples do not train
     */
    static Goal of(List<String> labels, Truths train, Measure measure) {
        if (!labels.isEmpty()) {
            Labels.requireTrainable(train.labels(), labels);
            return new Classes(labels.size());
        }
        if (train.values().length == 0) {
            throw new JobFailedException(ErrorCode.UNTRAINABLE, "the training split has no examples");
        }
        double mean = Arrays.stream(train.values()).average().orElseThrow();
        double variance = Arrays.stream(train.values())
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        double deviation = Math.sqrt(variance);
        if (!Float.isFinite((float) mean) || !Float.isFinite((float) deviation)) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "the values of the target column are too large to compute with");
        }
        // One value only: the network still has to learn it, on some scale.
        boolean constant = deviation <= 1e-9 * Math.abs(mean) || (float) deviation < Float.MIN_NORMAL;
        return new Value(measure, (float) mean, constant ? 1 : (float) deviation);
    }

    /** One of so many classes. */
    record Classes(int number) implements Goal {
        @Override
        public NetworkRequest.Target target() {
            return new NetworkRequest.Target.Classes(number);
        }

        @Override
        public Loss loss(TrainingParameters parameters, double labelSmoothing) {
            return new Loss.CrossEntropy(parameters.labelSmoothing().orElse(labelSmoothing));
        }

        @Override
        public Scoring scoring() {
            return new ClassificationScoring(number, ClassificationScoring.Merit.LOSS);
        }

        @Override
        public Tensor targets(Truths truths, int[] indexes) {
            return Targets.classes(truths.labels(), indexes);
        }
    }

    /** A number, learnt standardised. */
    record Value(Measure measure, float mean, float deviation) implements Goal {
        private static final double BETA = 0.5;

        @Override
        public NetworkRequest.Target target() {
            return new NetworkRequest.Target.Value(mean, deviation);
        }

        @Override
        public Loss loss(TrainingParameters parameters, double labelSmoothing) {
            return switch (measure) {
                case DISTANCE -> new Loss.SmoothL1(BETA);
                case CORRELATION -> new Loss.Squared();
            };
        }

        @Override
        public Scoring scoring() {
            return switch (measure) {
                case DISTANCE -> new RegressionScoring(mean, deviation);
                case CORRELATION -> new CorrelationScoring(mean, deviation);
            };
        }

        @Override
        public Tensor targets(Truths truths, int[] indexes) {
            float[] values = new float[indexes.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((truths.values()[indexes[i]] - mean) / deviation);
            }
            return Targets.values(values);
        }
    }
}
