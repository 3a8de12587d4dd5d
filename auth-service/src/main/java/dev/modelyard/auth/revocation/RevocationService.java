package dev.modelyard.auth.revocation;

import dev.modelyard.contracts.identity.Revocation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;

/** Tells everybody that tokens are dead. */
@ApplicationScoped
public class RevocationService {
    /** A replica whose clock is ahead, or that has just read the old state, may still issue a token. */
    private static final Duration STRAGGLERS = Duration.ofMinutes(1);

    private final RevocationStore store;
    private final Event<RevocationAdded> added;

    RevocationService(RevocationStore store, Event<RevocationAdded> added) {
        this.store = store;
        this.added = added;
    }

    /** Announces a revocation once the transaction at hand is committed. */
    @Transactional(TxType.MANDATORY)
    public void announce(Revocation revocation) {
        store.insert(revocation);
        added.fire(new RevocationAdded());
    }

    /** The time to revoke tokens by where no good one can follow. */
    public static Instant forGood(Instant now) {
        return now.plus(STRAGGLERS);
    }
}
