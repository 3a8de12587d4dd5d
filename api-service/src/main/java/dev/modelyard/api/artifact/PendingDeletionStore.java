package dev.modelyard.api.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code pending_deletion}; its times are those of the database's clock. */
@ApplicationScoped
class PendingDeletionStore {
    private final StatelessSession session;

    PendingDeletionStore(StatelessSession session) {
        this.session = session;
    }

    /** The objects go after that time; if they were to go before, they still do. */
    void add(String prefix, Duration delay) {
        session.createNativeMutationQuery("""
                        insert into pending_deletion (prefix, not_before, attempts)
                        values (:prefix, now() + :delay * interval '1 millisecond', 0)
                        on conflict (prefix) do update
                        set not_before = least(pending_deletion.not_before, excluded.not_before)""")
                .setParameter("prefix", prefix)
                .setParameter("delay", delay.toMillis())
                .executeUpdate();
    }

    /** Takes back an {@link #add}; false if it has been claimed. */
    boolean cancel(String prefix) {
        return session.createMutationQuery("delete from PendingDeletionEntity where prefix = :prefix and attempts = 0")
                        .setParameter("prefix", prefix)
                        .executeUpdate()
                == 1;
    }

    /** The objects are gone. */
    void remove(String prefix) {
        session.createMutationQuery("delete from PendingDeletionEntity where prefix = :prefix")
                .setParameter("prefix", prefix)
                .executeUpdate();
    }

    /** Takes one that is due for the caller alone: until the back-off is over nobody else gets it. */
    Optional<String> claim(Duration backOff) {
        return session
                .createNativeQuery("""
                        update pending_deletion
                        set attempts = attempts + 1,
                            not_before = now() + least(attempts + 1, 60) * :back_off * interval '1 millisecond'
                        where prefix = (select prefix from pending_deletion where not_before <= now()
                                        order by not_before limit 1 for update skip locked)
                        returning prefix""", String.class)
                .setParameter("back_off", backOff.toMillis())
                .getResultList()
                .stream()
                .findFirst();
    }
}
