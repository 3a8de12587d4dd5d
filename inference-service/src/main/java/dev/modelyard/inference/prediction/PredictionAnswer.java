package dev.modelyard.inference.prediction;

import dev.modelyard.contracts.id.ModelId;
import java.util.List;

/**
 * The answer to a prediction.
 *
 * @param version of the model that computed it
 * @param predictions in the order of the inputs
 */
public record PredictionAnswer(ModelId model, int version, List<PredictionItem> predictions) {
    public PredictionAnswer {
        predictions = List.copyOf(predictions);
    }
}
