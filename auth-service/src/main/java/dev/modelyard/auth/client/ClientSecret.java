package dev.modelyard.auth.client;

import java.time.Instant;
import java.util.Optional;

/** A secret_key of a client, without the key. */
public record ClientSecret(
        SecretName name, Instant createdAt, Optional<Instant> expiresAt, Optional<Instant> lastUsedAt) {

    boolean isLive(Instant now) {
        return expiresAt.filter(at -> !at.isAfter(now)).isEmpty();
    }
}
