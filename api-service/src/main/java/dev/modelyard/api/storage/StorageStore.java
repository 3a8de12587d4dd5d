package dev.modelyard.api.storage;

import dev.modelyard.contracts.id.OwnerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code stored}. Every method runs in its caller's transaction. */
@ApplicationScoped
class StorageStore {
    private static final int LOCK_SPACE = 0x6d7a;

    private final StatelessSession session;

    StorageStore(StatelessSession session) {
        this.session = session;
    }

    /** Keeps everybody else from adding to what the owner has until the transaction ends. */
    void lock(OwnerId owner) {
        session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(:space, hashtext(:owner))) as locked",
                        Integer.class)
                .setParameter("space", LOCK_SPACE)
                .setParameter("owner", owner.value())
                .getSingleResult();
    }

    long used(OwnerId owner) {
        return session.createNativeQuery(
                        "select cast(coalesce(sum(bytes), 0) as bigint) from stored where owner = :owner", Long.class)
                .setParameter("owner", owner.value())
                .getSingleResult();
    }

    Optional<Long> bytes(String prefix) {
        return session
                .createNativeQuery("select bytes from stored where prefix = :prefix", Long.class)
                .setParameter("prefix", prefix)
                .getResultList()
                .stream()
                .findFirst();
    }

    void put(OwnerId owner, String prefix, long bytes) {
        session.createNativeMutationQuery("""
                        insert into stored (prefix, owner, bytes) values (:prefix, :owner, :bytes)
                        on conflict (prefix) do update set bytes = excluded.bytes""")
                .setParameter("prefix", prefix)
                .setParameter("owner", owner.value())
                .setParameter("bytes", bytes)
                .executeUpdate();
    }

    /** Forgets what lies at a key or below a prefix. */
    void remove(String prefix) {
        session.createNativeMutationQuery(
                        "delete from stored where prefix = :prefix or (prefix > :prefix || '/' and prefix < :prefix || '0')")
                .setParameter("prefix", prefix)
                .executeUpdate();
    }

    /** Which of these keys or prefixes somebody owns. */
    List<String> owned(Collection<String> prefixes) {
        return session.createNativeQuery("select prefix from stored where prefix in (:prefixes)", String.class)
                .setParameter("prefixes", prefixes)
                .getResultList();
    }
}
