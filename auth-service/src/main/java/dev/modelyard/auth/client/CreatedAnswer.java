package dev.modelyard.auth.client;

import dev.modelyard.servicekit.identity.Role;
import java.time.Instant;
import java.util.Optional;

/** A client just created: the only answer that ever holds its key. */
record CreatedAnswer(
        String secretId, String secretKey, String name, Role role, Instant createdAt, Optional<Instant> expiresAt) {

    static CreatedAnswer of(NewClient created) {
        Client client = created.client();
        return new CreatedAnswer(
                client.id().value(),
                created.secretKey(),
                client.name(),
                client.role(),
                client.createdAt(),
                client.expiresAt());
    }

    @Override
    public String toString() {
        return "CreatedAnswer[" + secretId + "]";
    }
}
