package dev.modelyard.api.usage;

import dev.modelyard.api.job.QueueService;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.quota.Quota;
import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** What owners have and may have. Everybody sees its own, admins everybody's. */
@ApplicationScoped
public class UsageService {
    private final QuotaService quotas;
    private final QueueService queue;
    private final StorageService storage;

    UsageService(QuotaService quotas, QueueService queue, StorageService storage) {
        this.quotas = quotas;
        this.queue = queue;
        this.storage = storage;
    }

    @Transactional
    public Usage get(Caller caller, OwnerId owner) {
        if (!OwnerScope.sees(caller, owner)) {
            throw ProblemException.notFound("owner");
        }
        return of(owner);
    }

    /** Sets the limits of an owner; an absent one is that of the installation. */
    @Transactional
    public Usage limit(OwnerId owner, Quota quota) {
        quotas.set(owner, quota);
        return of(owner);
    }

    /** Gives an owner the limits of the installation again. */
    @Transactional
    public void reset(OwnerId owner) {
        quotas.reset(owner);
    }

    private Usage of(OwnerId owner) {
        Quota quota = quotas.of(owner);
        return new Usage(
                owner,
                new Usage.Share(queue.queued(owner), quota.queuedJobs()),
                new Usage.Share(queue.running(owner), quota.runningJobs()),
                new Usage.Share(storage.used(owner), quota.storedBytes()));
    }
}
