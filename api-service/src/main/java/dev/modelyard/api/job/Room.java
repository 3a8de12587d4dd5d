package dev.modelyard.api.job;

import dev.modelyard.contracts.id.WorkerId;
import java.util.List;

/** What is known of a lane's slots when its jobs are handed out. */
@FunctionalInterface
public interface Room {
    /** How many more jobs may be handed out, given those that are. */
    int free(List<HandedOut> handedOut);

    /** Whether a worker gives no sign of life: what it runs is about to be taken back, and is nobody's share. */
    default boolean isGone(WorkerId worker) {
        return false;
    }
}
