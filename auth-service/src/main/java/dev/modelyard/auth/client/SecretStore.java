package dev.modelyard.auth.client;

import dev.modelyard.contracts.id.OwnerId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code client_secret}. */
@ApplicationScoped
class SecretStore implements PanacheRepositoryBase<ClientSecretEntity, Long> {

    void insert(OwnerId client, HashedSecret hashed) {
        ClientSecret secret = hashed.secret();
        ClientSecretEntity row = new ClientSecretEntity();
        row.secretId = client.value();
        row.name = secret.name().value();
        row.hash = hashed.hash();
        row.createdAt = secret.createdAt();
        row.expiresAt = secret.expiresAt().orElse(null);
        persist(row);
    }

    /** The newest first. */
    List<HashedSecret> of(OwnerId client) {
        return list("secretId = ?1 order by id desc", client.value()).stream()
                .map(row -> new HashedSecret(toSecret(row), row.hash))
                .toList();
    }

    void setExpiry(SecretName name, Instant at) {
        update("expiresAt = ?1 where name = ?2", at, name.value());
    }

    void setUsed(SecretName name, Instant at) {
        update("lastUsedAt = ?1 where name = ?2", at, name.value());
    }

    void remove(SecretName name) {
        delete("name = ?1", name.value());
    }

    private static ClientSecret toSecret(ClientSecretEntity row) {
        return new ClientSecret(
                new SecretName(row.name),
                row.createdAt,
                Optional.ofNullable(row.expiresAt),
                Optional.ofNullable(row.lastUsedAt));
    }
}
