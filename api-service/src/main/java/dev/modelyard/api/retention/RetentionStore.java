package dev.modelyard.api.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.hibernate.StatelessSession;

/** The table {@code retention_pass}. */
@ApplicationScoped
class RetentionStore {
    private final StatelessSession session;

    RetentionStore(StatelessSession session) {
        this.session = session;
    }

    /** Takes the next pass for the caller alone; false if the last one was not that long ago. */
    @Transactional
    boolean claim(Duration every) {
        return session.createNativeMutationQuery(
                                "update retention_pass set at = now() where at <= now() - :every * interval '1 millisecond'")
                        .setParameter("every", every.toMillis())
                        .executeUpdate()
                == 1;
    }
}
