package dev.modelyard.auth.client;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret as {@code /v1} shows it.
 *
 * @param secretKey present in the answer that made it, and in no other
 */
record SecretAnswer(
        String id,
        String secretId,
        Optional<String> secretKey,
        ClientState state,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {

    static SecretAnswer of(String secretId, ClientSecret secret, Optional<String> secretKey, Instant now) {
        return new SecretAnswer(
                secret.name().value(),
                secretId,
                secretKey,
                secret.isLive(now) ? ClientState.ACTIVE : ClientState.EXPIRED,
                secret.createdAt(),
                secret.expiresAt(),
                secret.lastUsedAt());
    }

    @Override
    public String toString() {
        return "SecretAnswer[" + id + "]";
    }
}
