package dev.modelyard.api.prediction;

import java.util.Map;

/**
 * What a replica answered, passed on as it is.
 *
 * @param headers those that callers are to see, beside the type of the body
 */
public record PredictionAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {
    public PredictionAnswer {
        headers = Map.copyOf(headers);
    }
}
