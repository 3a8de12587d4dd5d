package dev.modelyard.api.storage;

import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps count of what owners have in the store, and to their limits. Whoever adds to what a limited owner has does so alone, so two at
 * once never exceed a limit together; what is deleted counts until its objects are gone.
 */
@ApplicationScoped
public class StorageService {
    private final StorageStore store;
    private final QuotaService quotas;

    StorageService(StorageStore store, QuotaService quotas) {
        this.store = store;
        this.quotas = quotas;
    }

    /**
     * Sets bytes aside for an object that is coming in: as many as are wanted, or as many as the owner may still have, or, if those are
     * less than are needed, no more than before. Committed at once.
     *
     * @param needed all in all, not less than before
     * @param wanted all in all, not less than needed
     * @return how many are set aside all in all
     */
    @Transactional(TxType.REQUIRES_NEW)
    public long reserve(OwnerId owner, String key, long needed, long wanted) {
        Optional<Long> limit = limit(owner);
        if (limit.isEmpty()) {
            store.put(owner, key, wanted);
            return wanted;
        }
        store.lock(owner);
        long before = store.bytes(key).orElse(0L);
        long granted = Math.min(wanted, before + limit.get() - store.used(owner));
        if (granted < needed) {
            return before;
        }
        store.put(owner, key, granted);
        return granted;
    }

    /** The object that bytes were set aside for is there, and is not larger than that. */
    @Transactional(TxType.MANDATORY)
    public void settle(OwnerId owner, String key, long bytes) {
        store.put(owner, key, bytes);
    }

    /**
     * Counts an artifact that a job has made.
     *
     * @param upload what it was made of, if that goes when the job ends: it makes room
     * @throws ProblemException {@code quota_exceeded} if the owner may not have as much
     */
    @Transactional(TxType.MANDATORY)
    public void add(OwnerId owner, String prefix, long bytes, Optional<String> upload) {
        Optional<Long> limit = limit(owner);
        if (limit.isPresent()) {
            store.lock(owner);
            long used = store.used(owner) - upload.flatMap(store::bytes).orElse(0L);
            if (used + bytes > limit.get()) {
                throw new ProblemException(
                        ErrorCode.QUOTA_EXCEEDED,
                        "The result of %d bytes does not fit: %d of the %d bytes that you may store are used."
                                .formatted(bytes, used, limit.get()));
            }
        }
        store.put(owner, prefix, bytes);
    }

    /** What lay at a key or below a prefix is gone. */
    @Transactional(TxType.MANDATORY)
    public void removed(String prefix) {
        store.remove(prefix);
    }

    @Transactional
    public long used(OwnerId owner) {
        return store.used(owner);
    }

    /** Which of these keys or prefixes belong to somebody. */
    @Transactional
    public List<String> owned(Collection<String> prefixes) {
        return prefixes.isEmpty() ? List.of() : store.owned(prefixes);
    }

    /** The error of an object that is larger than what could be set aside for it. */
    public ProblemException exceeded(OwnerId owner) {
        return new ProblemException(
                ErrorCode.QUOTA_EXCEEDED,
                "The content does not fit into the %d bytes that you may store; versions and datasets that are deleted make room."
                        .formatted(limit(owner).orElse(Long.MAX_VALUE)));
    }

    private Optional<Long> limit(OwnerId owner) {
        return quotas.of(owner).storedBytes();
    }
}
