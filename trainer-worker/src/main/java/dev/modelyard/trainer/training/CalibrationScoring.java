package dev.modelyard.trainer.training;

import dev.modelyard.modellibrary.metrics.Calibration;
import dev.modelyard.networks.weights.Tensor;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Finds the temperature of probabilities (batch × classes) against class ids: {@code temperature}. */
final class CalibrationScoring implements Scoring {
    static final String TEMPERATURE = "temperature";

    private final Calibration calibration = new Calibration();

    @Override
    public void add(Tensor output, Tensor target) {
        float[] probabilities = output.toFloats();
        LongBuffer truths = target.data().asLongBuffer();
        int classes = Math.toIntExact(output.shape().size(1));
        for (int example = 0; truths.hasRemaining(); example++) {
            calibration.add(
                    Arrays.copyOfRange(probabilities, example * classes, (example + 1) * classes), (int) truths.get());
        }
    }

    @Override
    public Scores scores() {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put(TEMPERATURE, calibration.temperature());
        return new Scores(values, 0);
    }
}
