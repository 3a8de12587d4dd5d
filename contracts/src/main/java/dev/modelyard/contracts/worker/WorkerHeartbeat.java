package dev.modelyard.contracts.worker;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sign of life of a trainer worker, every 3 seconds and at each change of its slots.
 *
 * @param devices GPUs it may use
 * @param lanes the lanes it takes from, with the number of slots of each
 * @param running what its slots are busy with
 * @param kinds the kinds of job it knows
 * @param memoryBytes memory it may use for one training
 * @param stopping true: it takes nothing more
 */
public record WorkerHeartbeat(
        WorkerId worker,
        String host,
        String version,
        int devices,
        int threads,
        long memoryBytes,
        Map<Lane, Integer> lanes,
        List<Running> running,
        Set<String> kinds,
        boolean stopping,
        Instant startedAt,
        Instant at) {
    public WorkerHeartbeat {
        lanes = Map.copyOf(lanes);
        running = List.copyOf(running);
        kinds = Set.copyOf(kinds);
    }

    /** A busy slot. */
    public record Running(Lane lane, JobId job, RunId run) {}
}
