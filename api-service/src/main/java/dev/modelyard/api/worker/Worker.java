package dev.modelyard.api.worker;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import java.time.Instant;

/**
 * A trainer worker, by its last sign of life.
 *
 * @param seenAt when that came, by the database's clock
 */
public record Worker(WorkerHeartbeat heartbeat, WorkerState state, Instant seenAt) {
    /** How many jobs of a lane it can run at once. */
    public int slots(Lane lane) {
        return heartbeat.lanes().getOrDefault(lane, 0);
    }
}
