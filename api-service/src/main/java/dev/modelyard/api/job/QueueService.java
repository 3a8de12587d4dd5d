package dev.modelyard.api.job;

import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.api.quota.RunningLimits;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The queue of each lane, as the dispatcher sees it. */
@ApplicationScoped
public class QueueService {
    private final QueueStore queue;
    private final JobStore jobs;
    private final JobTransitions transitions;
    private final CheckpointService checkpoints;
    private final QuotaService quotas;
    private final Outbox outbox;

    QueueService(
            QueueStore queue,
            JobStore jobs,
            JobTransitions transitions,
            CheckpointService checkpoints,
            QuotaService quotas,
            Outbox outbox) {
        this.queue = queue;
        this.jobs = jobs;
        this.transitions = transitions;
        this.checkpoints = checkpoints;
        this.quotas = quotas;
        this.outbox = outbox;
    }

    /**
     * Hands out the next jobs of a lane: by priority, then fair share between owners, then age; retries not before their time, and
     * nothing of an owner that has as many running as it may have.
     * Of all callers, on all replicas, one acts at a time.
     *
     * @param room says how many more may be handed out
     * @return how many were
     */
    @Transactional
    public int handOut(Lane lane, Room room) {
        queue.lock(lane);
        List<HandedOut> handedOut = queue.handedOut(lane);
        int free = room.free(handedOut);
        if (free <= 0) {
            return 0;
        }
        RunningLimits limits = quotas.runningLimits();
        if (!limits.none()) {
            queue.lockAllLanes();
        }
        Map<OwnerId, Long> running = new HashMap<>(limits.none() ? Map.of() : queue.running());
        Set<WorkerId> gone = handedOut.stream()
                .flatMap(job -> job.worker().stream())
                .filter(room::isGone)
                .collect(Collectors.toSet());
        int done = 0;
        while (done < free) {
            Instant now = Instant.now();
            Optional<JobId> next = queue.next(lane, now, limits.reached(running), gone);
            if (next.isEmpty()) {
                break;
            }
            handOut(next.get(), now).ifPresent(owner -> running.merge(owner, 1L, Long::sum));
            done++;
        }
        return done;
    }

    /** How many jobs of an owner are queued. */
    @Transactional
    public long queued(OwnerId owner) {
        return queue.queued(owner, Long.MAX_VALUE);
    }

    /** How many jobs of an owner are handed out and have not ended. */
    @Transactional
    public long running(OwnerId owner) {
        return queue.running().getOrDefault(owner, 0L);
    }

    /** Answers whose job was handed out. */
    private Optional<OwnerId> handOut(JobId id, Instant now) {
        long number = queue.mintDispatch();
        if (!transitions.dispatched(id, number, now)) {
            return Optional.empty(); // stopped since it was looked up
        }
        Job job = jobs.find(id).orElseThrow();
        queue.insertDispatch(job, number, now);
        queue.turn(id, number);
        Dispatch dispatch = new Dispatch(
                id, number, job.owner(), job.attempt(), job.devices(), job.spec(), checkpoints.furthest(id), now);
        outbox.add(Topics.jobs(job.lane()), id.value(), dispatch);
        return Optional.of(job.owner());
    }
}
