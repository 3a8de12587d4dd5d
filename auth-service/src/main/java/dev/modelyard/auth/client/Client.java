package dev.modelyard.auth.client;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Role;
import java.time.Instant;
import java.util.Optional;

/** Somebody who may have tokens: a person, a team, a program. */
public record Client(
        OwnerId id,
        String name,
        Role role,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt) {

    public ClientState state(Instant now) {
        if (revokedAt.isPresent()) {
            return ClientState.REVOKED;
        }
        return expiresAt.filter(at -> !at.isAfter(now)).isPresent() ? ClientState.EXPIRED : ClientState.ACTIVE;
    }
}
