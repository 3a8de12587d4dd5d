package dev.modelyard.inference.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a prediction.
 *
 * @param inputs texts, images or rows, as the model's task has them
 * @param topK how many classes are wanted for each input
 * @param labels to choose from in place of those the model was trained with
 */
public record PredictionRequest(
        @Schema(
                description =
                        "1 to 256 inputs, by the model's task: a text (\"a text\" or {\"text\": …}), an image ({\"image\": "
                                + "base64 of a JPEG or PNG}) or a row (an object by column name, or an array in the order of the columns)")
        @Nullable
        List<JsonNode> inputs,

        @Schema(description = "How many classes to name, the most probable first", minimum = "1", defaultValue = "5")
        Optional<Integer> topK,

        @Schema(
                description =
                        "2 to 100 different texts to choose from in place of the model's own labels, for models trained with label_matching")
        Optional<List<String>> labels) {}
