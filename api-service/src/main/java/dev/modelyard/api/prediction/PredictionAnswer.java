package dev.modelyard.api.prediction;

import java.util.Optional;

/** What a replica answered, passed on as it is. */
public record PredictionAnswer(int status, String contentType, Optional<String> retryAfter, byte[] body) {}
