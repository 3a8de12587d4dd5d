package dev.modelyard.auth.client;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;

/** The table {@code revocation}: what Kafka has not taken yet. */
@ApplicationScoped
class RevocationStore implements PanacheRepositoryBase<RevocationEntity, Long> {
    private static final long LOCK = 0x7265766fL;
    private static final int BATCH = 100;

    void insert(Revocation revocation) {
        RevocationEntity row = new RevocationEntity();
        row.client = revocation.client().value();
        row.at = revocation.at();
        persist(row);
    }

    /**
     * Hands the oldest to a consumer and deletes them if it returns; replicas take turns.
     *
     * @return whether there may be more
     */
    boolean take(Consumer<List<Revocation>> consumer) {
        getEntityManager()
                .createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)")
                .setParameter("lock", LOCK)
                .getSingleResult();
        List<RevocationEntity> rows = find("order by id").page(0, BATCH).list();
        if (rows.isEmpty()) {
            return false;
        }
        consumer.accept(rows.stream()
                .map(row -> new Revocation(new OwnerId(row.client), row.at))
                .toList());
        rows.forEach(this::delete);
        return rows.size() == BATCH;
    }
}
