package dev.modelyard.api.job;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Lets jobs that ended without a result go on. */
@ApplicationScoped
public class ResumptionService {
    private final JobService jobs;
    private final CheckpointService checkpoints;
    private final QueueRoom room;
    private final JobTransitions transitions;
    private final JobEndings endings;
    private final Event<JobQueued> queued;

    ResumptionService(
            JobService jobs,
            CheckpointService checkpoints,
            QueueRoom room,
            JobTransitions transitions,
            JobEndings endings,
            Event<JobQueued> queued) {
        this.jobs = jobs;
        this.checkpoints = checkpoints;
        this.room = room;
        this.transitions = transitions;
        this.endings = endings;
        this.queued = queued;
    }

    /** The checkpoints that a job can go on from, the furthest first. */
    @Transactional
    public List<Checkpoint> checkpoints(Caller caller, JobId id) {
        return checkpoints.of(jobs.get(caller, id).id());
    }

    /**
     * Puts a job that was stopped or has failed back into the queue.
     *
     * @param epoch it goes on from the checkpoint at the end of that epoch, and what came after is forgotten; absent: from the furthest
     * @throws ProblemException 409 if it has not ended or has its result, if what it works on is gone, or if there is no checkpoint
     *     of that epoch; 429 if the owner has as many jobs in the queue as it may have
     */
    @Transactional
    public Job resume(Caller caller, JobId id, Optional<Integer> epoch) {
        Job job = jobs.hold(caller, id);
        if (job.state() != JobState.STOPPED && job.state() != JobState.FAILED) {
            throw new ProblemException(
                    ErrorCode.CONFLICT,
                    "Only a job that was stopped or has failed can go on; this one is "
                            + job.state().wireName() + ".");
        }
        room.take(job.owner());
        endings.undone(job);
        epoch.ifPresent(wanted -> checkpoints.rewind(id, wanted));
        if (!transitions.resumed(id, Instant.now().truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalStateException("a locked job moved: " + id);
        }
        queued.fire(new JobQueued(job.lane()));
        return jobs.get(caller, id);
    }
}
