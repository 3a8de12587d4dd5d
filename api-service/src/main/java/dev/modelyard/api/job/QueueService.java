package dev.modelyard.api.job;

import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The queue of each lane, as the dispatcher sees it. */
@ApplicationScoped
public class QueueService {
    private final QueueStore queue;
    private final JobStore jobs;
    private final JobTransitions transitions;
    private final CheckpointService checkpoints;
    private final Outbox outbox;

    QueueService(
            QueueStore queue, JobStore jobs, JobTransitions transitions, CheckpointService checkpoints, Outbox outbox) {
        this.queue = queue;
        this.jobs = jobs;
        this.transitions = transitions;
        this.checkpoints = checkpoints;
        this.outbox = outbox;
    }

    /**
     * Hands out the next jobs of a lane: by priority, then fair share between owners, then age; retries not before their time.
     * Of all callers, on all replicas, one acts at a time.
     *
     * @param room says how many more may be handed out, given those that are
     * @return how many were
     */
    @Transactional
    public int handOut(Lane lane, ToIntFunction<Set<JobId>> room) {
        queue.lock(lane);
        int free = room.applyAsInt(queue.handedOut(lane));
        int done = 0;
        while (done < free) {
            Instant now = Instant.now();
            Optional<JobId> next = queue.next(lane, now);
            if (next.isEmpty()) {
                break;
            }
            handOut(next.get(), now);
            done++;
        }
        return done;
    }

    private void handOut(JobId id, Instant now) {
        long number = queue.mintDispatch();
        if (!transitions.dispatched(id, number, now)) {
            return; // stopped since it was looked up
        }
        Job job = jobs.find(id).orElseThrow();
        queue.insertDispatch(job, number, now);
        queue.turn(job.lane(), job.owner(), number);
        Dispatch dispatch = new Dispatch(
                id, number, job.owner(), job.attempt(), job.devices(), job.spec(), checkpoints.furthest(id), now);
        outbox.add(Topics.jobs(job.lane()), id.value(), dispatch);
    }
}
