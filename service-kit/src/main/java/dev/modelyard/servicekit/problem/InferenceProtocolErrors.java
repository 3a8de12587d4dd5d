package dev.modelyard.servicekit.problem;

import jakarta.inject.Singleton;
import java.util.Map;

/** Errors of {@code /v2} as the Open Inference Protocol has them: an object with the one field {@code error}. */
@Singleton
class InferenceProtocolErrors implements ErrorShape {
    @Override
    public boolean takes(String path) {
        return path.equals("/v2") || path.startsWith("/v2/");
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public Object body(Failure failure) {
        return Map.of("error", failure.detail());
    }
}
