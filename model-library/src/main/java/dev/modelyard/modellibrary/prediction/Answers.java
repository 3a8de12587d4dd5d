package dev.modelyard.modellibrary.prediction;

import dev.modelyard.contracts.artifact.ModelSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the output of a network as predictions. */
sealed interface Answers {
    /** Turns the output of {@code count} samples into as many predictions. */
    List<Prediction> read(float[] output, int count);

    /** The reading that the task of a model asks for. */
    static Answers of(ModelSummary summary) {
        return switch (summary.task()) {
            case TEXT_CLASSIFICATION, IMAGE_CLASSIFICATION, TABULAR_CLASSIFICATION ->
                new Probabilities(summary.labels());
            case TABULAR_REGRESSION -> new Values();
            case TEXT_SIMILARITY, TEXT_INFERENCE ->
                summary.labels().isEmpty() ? new Values() : new Probabilities(summary.labels());
            case OBJECT_DETECTION, SEMANTIC_SEGMENTATION, INSTANCE_SEGMENTATION, TEXT_GENERATION ->
                throw new UnservableModelException(
                        "models for " + summary.task().wireName() + " are not served");
        };
    }

    /** One probability for each label. */
    record Probabilities(List<String> labels) implements Answers {
        @Override
        public List<Prediction> read(float[] output, int count) {
            int classes = labels.size();
            List<Prediction> predictions = new ArrayList<>(count);
            for (int sample = 0; sample < count; sample++) {
                predictions.add(Classification.of(
                        labels, Arrays.copyOfRange(output, sample * classes, (sample + 1) * classes)));
            }
            return predictions;
        }
    }

    /** One number. */
    record Values() implements Answers {
        @Override
        public List<Prediction> read(float[] output, int count) {
            List<Prediction> predictions = new ArrayList<>(count);
            for (int sample = 0; sample < count; sample++) {
                predictions.add(new Regression(output[sample]));
            }
            return predictions;
        }
    }
}
