package dev.modelyard.auth.revocation;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The table {@code revocation}: what Kafka has not taken yet. */
@ApplicationScoped
class RevocationStore implements PanacheRepositoryBase<RevocationEntity, Long> {
    private static final long LOCK = 0x7265766fL;
    private static final int BATCH = 100;

    void insert(Revocation revocation) {
        RevocationEntity row = new RevocationEntity();
        row.at = revocation.at();
        switch (revocation) {
            case Revocation.OfClient ofClient -> row.client = ofClient.client().value();
            case Revocation.OfSecret ofSecret -> {
                row.client = ofSecret.client().value();
                row.secret = ofSecret.secret();
            }
            case Revocation.OfSigningKey ofKey -> row.kid = ofKey.kid();
        }
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
        consumer.accept(rows.stream().map(RevocationStore::toRevocation).toList());
        rows.forEach(this::delete);
        return rows.size() == BATCH;
    }

    private static Revocation toRevocation(RevocationEntity row) {
        if (row.kid != null) {
            return new Revocation.OfSigningKey(row.kid, row.at);
        }
        OwnerId client = new OwnerId(Objects.requireNonNull(row.client));
        return row.secret == null
                ? new Revocation.OfClient(client, row.at)
                : new Revocation.OfSecret(client, row.secret, row.at);
    }
}
