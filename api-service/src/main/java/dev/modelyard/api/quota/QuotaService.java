package dev.modelyard.api.quota;

import dev.modelyard.contracts.id.OwnerId;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The limits of owners: what an admin has set for one, else what the installation says. */
@ApplicationScoped
public class QuotaService {
    private final QuotaStore store;
    private final Quota usual;

    QuotaService(QuotaStore store, QuotaConfig config) {
        this.store = store;
        this.usual = new Quota(
                config.queuedJobs(),
                // A limit of none for everybody would be a service that does nothing.
                config.runningJobs().map(jobs -> Math.max(1, jobs)),
                config.storedBytes().map(MemorySize::asLongValue));
    }

    @Transactional
    public Quota of(OwnerId owner) {
        return store.find(owner).map(own -> own.orElse(usual)).orElse(usual);
    }

    /** Sets the limits of one owner; what the quota leaves open is as the installation says. */
    @Transactional
    public void set(OwnerId owner, Quota quota) {
        store.put(owner, quota);
    }

    /** The owner has the limits of the installation again. */
    @Transactional
    public void reset(OwnerId owner) {
        store.delete(owner);
    }

    @Transactional
    public RunningLimits runningLimits() {
        return new RunningLimits(usual.runningJobs(), store.runningJobs());
    }
}
