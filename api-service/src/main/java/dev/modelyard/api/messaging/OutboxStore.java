package dev.modelyard.api.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}. */
@ApplicationScoped
class OutboxStore {
    private static final long PUBLISHER_LOCK = 0x6f7574626f78L;

    private final StatelessSession session;

    OutboxStore(StatelessSession session) {
        this.session = session;
    }

    void insert(String topic, String key, byte @Nullable [] value) {
        session.createNativeMutationQuery("insert into outbox (topic, key, value) values (:topic, :key, :value)")
                .setParameter("topic", topic)
                .setParameter("key", key)
                .setParameter("value", value, byte[].class)
                .executeUpdate();
    }

    /** Makes this transaction the only one that publishes, unless another replica's is. */
    boolean lock() {
        return session.createNativeQuery("select pg_try_advisory_xact_lock(:lock)", Boolean.class)
                .setParameter("lock", PUBLISHER_LOCK)
                .getSingleResult();
    }

    List<OutboxEntity> oldest(int limit) {
        return session.createSelectionQuery("from OutboxEntity order by id", OutboxEntity.class)
                .setMaxResults(limit)
                .getResultList();
    }

    void delete(List<Long> ids) {
        session.createMutationQuery("delete from OutboxEntity where id in :ids")
                .setParameter("ids", ids)
                .executeUpdate();
    }
}
