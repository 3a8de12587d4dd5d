package dev.modelyard.auth.client;

import dev.modelyard.servicekit.identity.Role;
import java.time.Instant;
import java.util.Optional;

/** A client as {@code /v1} shows it. */
record ClientAnswer(
        String secretId,
        String name,
        Role role,
        ClientState state,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {

    static ClientAnswer of(Client client, Instant now) {
        return new ClientAnswer(
                client.id().value(),
                client.name(),
                client.role(),
                client.state(now),
                client.createdAt(),
                client.expiresAt(),
                client.lastUsedAt());
    }
}
