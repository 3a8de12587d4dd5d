package dev.modelyard.modellibrary.prediction;

import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the output of a network as predictions. */
sealed interface Answers {
    /** Turns the output for samples into as many predictions. */
    List<Prediction> read(float[] output, List<Prepared> samples);

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
        public List<Prediction> read(float[] output, List<Prepared> samples) {
            int width = output.length / samples.size();
            List<Prediction> predictions = new ArrayList<>(samples.size());
            for (int sample = 0; sample < samples.size(); sample++) {
                predictions.add(Classification.of(
                        labels(samples.get(sample)), Arrays.copyOfRange(output, sample * width, (sample + 1) * width)));
            }
            return predictions;
        }

        /** Those a sample brings, which may be fewer than the output is wide. */
        private List<String> labels(Prepared sample) {
            return sample instanceof Prepared.Choice choice ? choice.labels() : labels;
        }
    }

    /** One number. */
    record Values() implements Answers {
        @Override
        public List<Prediction> read(float[] output, List<Prepared> samples) {
            List<Prediction> predictions = new ArrayList<>(samples.size());
            for (int sample = 0; sample < samples.size(); sample++) {
                predictions.add(new Regression(output[sample]));
            }
            return predictions;
        }
    }
}
