package dev.modelyard.api.quota;

import dev.modelyard.contracts.id.OwnerId;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many jobs of each owner may be handed out at a time. */
public record RunningLimits(Optional<Long> usual, Map<OwnerId, Long> special) {
    public RunningLimits {
        special = Map.copyOf(special);
    }

    /** Whether nobody has a limit. */
    public boolean none() {
        return usual.isEmpty() && special.isEmpty();
    }

    /**
     * The owners that may have no more.
     *
     * @param running how many each has, where it is any
     */
    public Set<OwnerId> reached(Map<OwnerId, Long> running) {
        Set<OwnerId> reached = new HashSet<>();
        special.forEach((owner, limit) -> {
            if (running.getOrDefault(owner, 0L) >= limit) {
                reached.add(owner);
            }
        });
        running.forEach((owner, count) -> {
            if (!special.containsKey(owner)
                    && usual.filter(limit -> count >= limit).isPresent()) {
                reached.add(owner);
            }
        });
        return reached;
    }
}
