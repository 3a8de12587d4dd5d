package dev.modelyard.api.idempotency;

import java.util.Optional;

/**
 * A successful answer as it is kept.
 *
 * @param body JSON
 * @param replayed whether it was given before
 */
record Answer(int status, Optional<String> location, String body, boolean replayed) {}
