package dev.modelyard.trainer.algorithm;

import dev.modelyard.modellibrary.metrics.Correlation;
import dev.modelyard.modellibrary.metrics.RegressionError;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.training.Scores;
import dev.modelyard.trainer.training.Scoring;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Scores values in their own unit against standardised targets: {@code pearson}, {@code spearman}, {@code mae}; by the least squared
 * error.
 */
final class CorrelationScoring implements Scoring {
    private final float mean;
    private final float deviation;
    private final Correlation correlation = new Correlation();
    private final RegressionError error = new RegressionError();

    CorrelationScoring(float mean, float deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    @Override
    public void add(Tensor output, Tensor target) {
        float[] answers = output.toFloats();
        float[] truths = target.toFloats();
        for (int i = 0; i < truths.length; i++) {
            double truth = (double) truths[i] * deviation + mean;
            correlation.add(truth, answers[i]);
            error.add(truth, answers[i]);
        }
    }

    @Override
    public Scores scores() {
        double loss = Math.pow(error.rmse() / deviation, 2);
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss);
        values.put("pearson", correlation.pearson());
        values.put("spearman", correlation.spearman());
        values.put("mae", error.mae());
        return new Scores(values, -loss);
    }
}
