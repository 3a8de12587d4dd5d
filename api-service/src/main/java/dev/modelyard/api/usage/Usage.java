package dev.modelyard.api.usage;

import dev.modelyard.contracts.id.OwnerId;
import java.util.Optional;

/** How much an owner has, and may have. */
public record Usage(OwnerId owner, Share queuedJobs, Share runningJobs, Share storedBytes) {
    /**
     * One of the things that owners have a limited number of.
     *
     * @param limit absent: as many as it likes
     */
    public record Share(long used, Optional<Long> limit) {}
}
