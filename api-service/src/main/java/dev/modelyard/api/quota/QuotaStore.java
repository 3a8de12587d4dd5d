package dev.modelyard.api.quota;

import dev.modelyard.contracts.id.OwnerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** The table {@code quota}. Every method runs in its caller's transaction. */
@ApplicationScoped
class QuotaStore {
    private final StatelessSession session;

    QuotaStore(StatelessSession session) {
        this.session = session;
    }

    Optional<Quota> find(OwnerId owner) {
        return Optional.ofNullable(session.get(QuotaEntity.class, owner.value()))
                .map(QuotaEntity::toQuota);
    }

    /** The running jobs of those owners that have a limit of their own. */
    Map<OwnerId, Long> runningJobs() {
        return session
                .createSelectionQuery("from QuotaEntity where runningJobs is not null", QuotaEntity.class)
                .getResultList()
                .stream()
                .collect(Collectors.toUnmodifiableMap(
                        row -> new OwnerId(row.owner),
                        row -> row.toQuota().runningJobs().orElseThrow()));
    }

    void put(OwnerId owner, Quota quota) {
        QuotaEntity row = new QuotaEntity();
        row.owner = owner.value();
        row.queuedJobs = quota.queuedJobs().orElse(null);
        row.runningJobs = quota.runningJobs().orElse(null);
        row.storedBytes = quota.storedBytes().orElse(null);
        session.upsert(row);
    }

    void delete(OwnerId owner) {
        session.createMutationQuery("delete from QuotaEntity where owner = :owner")
                .setParameter("owner", owner.value())
                .executeUpdate();
    }
}
