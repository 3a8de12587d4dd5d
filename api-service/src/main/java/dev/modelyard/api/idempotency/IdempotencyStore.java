package dev.modelyard.api.idempotency;

import dev.modelyard.contracts.id.OwnerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code idempotency_key}; its times are those of the database's clock. Every method runs in its caller's transaction. */
@ApplicationScoped
class IdempotencyStore {
    private final StatelessSession session;

    IdempotencyStore(StatelessSession session) {
        this.session = session;
    }

    /** Keeps the key from everybody else until the transaction ends; false if somebody else has it, who does not wait. */
    boolean lock(OwnerId owner, IdempotencyKey key) {
        return session.createNativeQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended(:owner, hashtextextended(:key, 0)))",
                        Boolean.class)
                .setParameter("owner", owner.value())
                .setParameter("key", key.value())
                .getSingleResult();
    }

    /** The answer under a key that is not older than that. */
    Optional<Kept> find(OwnerId owner, IdempotencyKey key, Duration keep) {
        return session
                .createNativeQuery("""
                        select fingerprint, status, location, body from idempotency_key
                        where owner = :owner and key = :key and at > now() - :keep * interval '1 millisecond'""", Object[].class)
                .setParameter("owner", owner.value())
                .setParameter("key", key.value())
                .setParameter("keep", keep.toMillis())
                .getResultList()
                .stream()
                .map(IdempotencyStore::kept)
                .findFirst();
    }

    /** Keeps an answer, in the place of one that is too old. */
    void put(OwnerId owner, IdempotencyKey key, Kept kept) {
        session.createNativeMutationQuery("""
                        insert into idempotency_key (owner, key, fingerprint, status, location, body)
                        values (:owner, :key, :fingerprint, :status, :location, :body)
                        on conflict (owner, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
                            location = excluded.location, body = excluded.body, at = excluded.at""")
                .setParameter("owner", owner.value())
                .setParameter("key", key.value())
                .setParameter("fingerprint", kept.fingerprint().sha256())
                .setParameter("status", kept.answer().status())
                .setParameter("location", kept.answer().location().orElse(null), String.class)
                .setParameter("body", kept.answer().body())
                .executeUpdate();
    }

    /** Forgets some of those that are too old; answers how many. */
    int forget(Duration keep, int most) {
        return session.createNativeMutationQuery("""
                        delete from idempotency_key where (owner, key) in (
                            select owner, key from idempotency_key where at <= now() - :keep * interval '1 millisecond'
                            order by at limit :most)""")
                .setParameter("keep", keep.toMillis())
                .setParameter("most", most)
                .executeUpdate();
    }

    private static Kept kept(Object[] row) {
        Optional<String> location = Optional.ofNullable((String) row[2]);
        return new Kept(
                new Fingerprint((String) row[0]), new Answer((Integer) row[1], location, (String) row[3], true));
    }

    /** An answer and what it answered. */
    record Kept(Fingerprint fingerprint, Answer answer) {}
}
