package dev.modelyard.auth.client;

import java.time.Instant;
import java.util.Optional;

/**
 * The body of {@code POST /v1/clients/{secret_id}/secrets}.
 *
 * @param oldExpiresAt until when the secret that is live already holds
 */
record SecretRequest(Optional<Instant> expiresAt, Optional<Instant> oldExpiresAt) {}
