package dev.modelyard.trainer.algorithm;

import dev.modelyard.modellibrary.metrics.RegressionError;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.training.Scores;
import dev.modelyard.trainer.training.Scoring;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Scores values in their own unit against standardised targets: {@code mae}, {@code rmse}, {@code r2}; by the least error. */
final class RegressionScoring implements Scoring {
    private final float mean;
    private final float deviation;
    private final RegressionError error = new RegressionError();

    RegressionScoring(float mean, float deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    @Override
    public void add(Tensor output, Tensor target) {
        float[] answers = output.toFloats();
        float[] truths = target.toFloats();
        for (int i = 0; i < truths.length; i++) {
            error.add((double) truths[i] * deviation + mean, answers[i]);
        }
    }

    @Override
    public Scores scores() {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put("loss", error.mae() / deviation);
        values.put("mae", error.mae());
        values.put("rmse", error.rmse());
        values.put("r2", error.r2());
        return new Scores(values, -error.mae());
    }
}
