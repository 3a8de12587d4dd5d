package dev.modelyard.api.worker;

import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A worker as callers see it. */
public record WorkerDescription(
        WorkerId id,
        String host,
        String version,
        WorkerState state,
        int devices,
        int threads,
        Map<Lane, Integer> lanes,
        List<WorkerHeartbeat.Running> running,
        Instant startedAt,
        Instant seenAt) {
    /**
     * Describes a worker.
     *
     * @param shown the jobs the caller may know of
     */
    static WorkerDescription of(Worker worker, Predicate<WorkerHeartbeat.Running> shown) {
        WorkerHeartbeat heartbeat = worker.heartbeat();
        return new WorkerDescription(
                heartbeat.worker(),
                heartbeat.host(),
                heartbeat.version(),
                worker.state(),
                heartbeat.devices(),
                heartbeat.threads(),
                heartbeat.lanes(),
                worker.state() == WorkerState.LOST
                        ? List.of()
                        : heartbeat.running().stream().filter(shown).toList(),
                heartbeat.startedAt(),
                worker.seenAt());
    }
}
