package dev.modelyard.auth.client;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Role;
import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code client}. */
@ApplicationScoped
class ClientStore implements PanacheRepositoryBase<ClientEntity, String> {

    void insert(Client client) {
        ClientEntity row = new ClientEntity();
        row.secretId = client.id().value();
        row.name = client.name();
        row.role = client.role().wireName();
        row.createdAt = client.createdAt();
        row.expiresAt = client.expiresAt().orElse(null);
        persist(row);
        // its secrets refer to it
        flush();
    }

    Optional<Client> get(OwnerId id) {
        return findByIdOptional(id.value()).map(ClientStore::toClient);
    }

    /** The client, which nobody else changes until the transaction ends. */
    Optional<Client> lock(OwnerId id) {
        return findByIdOptional(id.value(), LockModeType.PESSIMISTIC_WRITE).map(ClientStore::toClient);
    }

    /** Makes changes to admins wait for each other, so that two of them cannot remove the last two at once. */
    List<Client> lockAdmins() {
        return find("role = ?1 and revokedAt is null order by secretId", Role.ADMIN_NAME)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .map(ClientStore::toClient)
                .toList();
    }

    /** The newest first. */
    List<Client> page(PageRequest request) {
        String order = " order by createdAt desc, secretId desc";
        var query =
                request.cursor().map(cursor -> after(cursor, order)).orElseGet(() -> find("from ClientEntity" + order));
        return query.page(0, request.fetch()).stream()
                .map(ClientStore::toClient)
                .toList();
    }

    static Cursor cursor(Client client) {
        return Cursor.of(client.createdAt(), client.id());
    }

    void setExpiry(OwnerId id, Instant at) {
        update("expiresAt = ?1 where secretId = ?2", at, id.value());
    }

    void setRevoked(OwnerId id, Instant at) {
        update("revokedAt = ?1 where secretId = ?2", at, id.value());
    }

    void setUsed(OwnerId id, Instant at) {
        update("lastUsedAt = ?1 where secretId = ?2", at, id.value());
    }

    private PanacheQuery<ClientEntity> after(Cursor cursor, String order) {
        return find("(createdAt < ?1 or (createdAt = ?1 and secretId < ?2))" + order, cursor.time(0), cursor.text(1));
    }

    private static Client toClient(ClientEntity row) {
        return new Client(
                new OwnerId(row.secretId),
                row.name,
                Role.of(row.role).orElseThrow(),
                row.createdAt,
                Optional.ofNullable(row.expiresAt),
                Optional.ofNullable(row.revokedAt),
                Optional.ofNullable(row.lastUsedAt));
    }
}
