package dev.modelyard.api.prediction;

import java.util.Map;

/**
 * What is asked of a replica in a caller's name.
 *
 * @param path below the replica's address
 * @param headers beside those that every request has
 */
record ReplicaRequest(String method, String path, String token, Map<String, String> headers, PredictionBody body) {
    ReplicaRequest {
        headers = Map.copyOf(headers);
    }
}
