package dev.modelyard.api.quota;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How much an owner may have, unless an admin has set limits for that owner. */
@ConfigMapping(prefix = "modelyard.quota")
public interface QuotaConfig {
    /** The most jobs of an owner that wait; a further one is answered 429. Unset: no limit. */
    Optional<Long> queuedJobs();

    /**
     * The most jobs of an owner that are handed out at a time, at least 1; the others wait, and other owners' go first. Unset: no limit.
     */
    Optional<Long> runningJobs();

    /**
     * The most that an owner keeps in the store: uploads and versions of datasets and models. An upload beyond it is answered 413, a job
     * whose result is beyond it fails. Unset: no limit.
     */
    Optional<MemorySize> storedBytes();
}
