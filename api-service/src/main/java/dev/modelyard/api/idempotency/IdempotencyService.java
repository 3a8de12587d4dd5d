package dev.modelyard.api.idempotency;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does what a request asks for once for each key of an owner. The answer is kept in the transaction of what it tells of, so there is
 * both or neither, whichever replica did it and whatever it died of; an error keeps nothing and frees the key.
 */
@ApplicationScoped
public class IdempotencyService {
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final IdempotencyStore store;
    private final IdempotencyConfig config;

    IdempotencyService(IdempotencyStore store, IdempotencyConfig config) {
        this.store = store;
        this.config = config;
    }

    /**
     * The answer under a key: the one that is kept, or else that of the work, which is done in this transaction.
     *
     * @throws ProblemException 409 while another request under the key is worked on, 422 if the key is another request's
     */
    @Transactional
    Answer once(OwnerId owner, IdempotencyKey key, Fingerprint fingerprint, Supplier<Answer> work) {
        if (!store.lock(owner, key)) {
            throw new ProblemException(
                    Failure.of(ErrorCode.CONFLICT, "A request with this Idempotency-Key is still being worked on.")
                            .retryAfter(COME_BACK));
        }
        Optional<Answer> earlier = earlier(owner, key, fingerprint);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Answer answer = work.get();
        store.put(owner, key, new IdempotencyStore.Kept(fingerprint, answer));
        return answer;
    }

    /**
     * The answer that is kept under a key.
     *
     * @throws ProblemException 422 if the key is another request's
     */
    @Transactional
    Optional<Answer> earlier(OwnerId owner, IdempotencyKey key, Fingerprint fingerprint) {
        Optional<IdempotencyStore.Kept> kept = store.find(owner, key, config.keep());
        if (kept.filter(found -> !found.fingerprint().equals(fingerprint)).isPresent()) {
            throw new ProblemException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key came before with another request.");
        }
        return kept.map(IdempotencyStore.Kept::answer);
    }

    /** Forgets some answers that are older than they are kept; answers how many. */
    @Transactional
    public int forgetOld(int most) {
        return store.forget(config.keep(), most);
    }
}
