package dev.modelyard.api.job;

import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Jobs as their owners and the other features see them; what a caller must not see is not found. */
@ApplicationScoped
public class JobService {
    private final JobStore jobs;
    private final JobIntake intake;
    private final QueuePositions positions;
    private final RunStore runs;
    private final JobTransitions transitions;
    private final JobEndings endings;
    private final Outbox outbox;
    private final LeftoverService leftovers;

    JobService(
            JobStore jobs,
            JobIntake intake,
            QueuePositions positions,
            RunStore runs,
            JobTransitions transitions,
            JobEndings endings,
            Outbox outbox,
            LeftoverService leftovers) {
        this.jobs = jobs;
        this.intake = intake;
        this.positions = positions;
        this.runs = runs;
        this.transitions = transitions;
        this.endings = endings;
        this.outbox = outbox;
        this.leftovers = leftovers;
    }

    /** Queues a job that is about nothing that could be deleted; see {@link JobIntake#submit}. */
    public Job submit(OwnerId owner, JobRequest request) {
        return intake.submit(JobFeature.none(), owner, request);
    }

    @Transactional
    public Job get(Caller caller, JobId id) {
        return visible(caller, jobs.find(id));
    }

    /** A job, whoever's it is, for features that remember the jobs they submitted; empty once it is forgotten. */
    @Transactional
    public Optional<Job> find(JobId id) {
        return jobs.find(id);
    }

    /** Newest first. */
    @Transactional
    public Page<Job> list(JobFilter filter, PageRequest page) {
        Optional<Long> submittedBefore = page.cursor().map(cursor -> cursor.number(0));
        return Page.of(jobs.list(filter, submittedBefore, page.fetch()), page, job -> Cursor.of(job.seq()));
    }

    /** A job as callers see it, with the number of its newest change. */
    @Transactional
    public Snapshot describe(Caller caller, JobId id) {
        Job job = get(caller, id);
        return new Snapshot(JobDescription.of(job, queuePosition(job)), job.events());
    }

    /** The place of a job in the queue of its lane, counted from 1; empty unless it is queued. */
    @Transactional
    public Optional<Long> queuePosition(Job job) {
        return positions.of(job);
    }

    /** The figures of each epoch, oldest first. */
    @Transactional
    public Page<EpochMetrics> metrics(Caller caller, JobId id, PageRequest page) {
        visible(caller, jobs.find(id));
        int after = page.cursor()
                .map(cursor -> Math.clamp(cursor.number(0), 0, Integer.MAX_VALUE))
                .orElse(0);
        return Page.of(runs.figures(id, after, page.fetch()), page, epoch -> Cursor.of(epoch.epoch()));
    }

    /** Stops a job: at once if it is not handed out, else its run is asked to. One that has ended, or is stopping, stays as it is. */
    @Transactional
    public Job stop(Caller caller, JobId id) {
        Job job = hold(caller, id);
        Instant now = now();
        if (transitions.stoppedBeforeHandOut(id, now)) {
            endings.ended(id);
        } else if (transitions.stopping(id, now)) {
            JobControl.StopRequested request =
                    new JobControl.StopRequested(id, job.dispatch().orElseThrow());
            outbox.add(Topics.JOB_CONTROL, request.key(), request);
        }
        return jobs.find(id).orElseThrow();
    }

    /** Forgets a job that has ended, with its log, figures and checkpoints; what it made stays. */
    @Transactional
    public void delete(Caller caller, JobId id) {
        Job job = hold(caller, id);
        if (!job.state().ended()) {
            throw new ProblemException(ErrorCode.CONFLICT, "The job has not ended; stop it first.");
        }
        leftovers.forget(job);
    }

    /** Whether a job that has not ended trains that model. */
    @Transactional
    public boolean anyActiveOn(ModelId model) {
        return jobs.anyActiveOn(model);
    }

    /** Whether a job that has not ended reads or makes a version of that dataset. */
    @Transactional
    public boolean anyActiveOn(DatasetId dataset) {
        return jobs.anyActiveOn(dataset);
    }

    /** Whose jobs these are; one that is gone is left out. */
    @Transactional
    public Map<JobId, OwnerId> owners(Collection<JobId> ids) {
        return jobs.owners(ids);
    }

    /** Reads a job and keeps its row locked until the caller's transaction ends. */
    Job hold(Caller caller, JobId id) {
        return visible(caller, jobs.lock(id));
    }

    private static Job visible(Caller caller, Optional<Job> job) {
        return job.filter(found -> OwnerScope.sees(caller, found.owner()))
                .orElseThrow(() -> ProblemException.notFound("job"));
    }

    /** Time as PostgreSQL keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A job as callers see it.
     *
     * @param events changes that are in it
     */
    public record Snapshot(JobDescription job, long events) {}
}
