package dev.modelyard.api.job;

import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes back jobs that nobody answers for. Every method looks again under the row lock, so two callers do no harm. */
@ApplicationScoped
public class LostRunService {
    private static final Logger LOG = Logger.getLogger(LostRunService.class);

    private final JobStore jobs;
    private final JobTransitions transitions;
    private final RunStore runs;
    private final JobEndings endings;
    private final BackOff backOff;
    private final Outbox outbox;
    private final Event<QueueChanged> queueChanged;

    LostRunService(
            JobStore jobs,
            JobTransitions transitions,
            RunStore runs,
            JobEndings endings,
            BackOff backOff,
            Outbox outbox,
            Event<QueueChanged> queueChanged) {
        this.jobs = jobs;
        this.transitions = transitions;
        this.runs = runs;
        this.endings = endings;
        this.backOff = backOff;
        this.outbox = outbox;
        this.queueChanged = queueChanged;
    }

    /** Whether any run is bound, so that silence would mean something. */
    @Transactional
    public boolean anyBound() {
        return runs.anyBound();
    }

    /** The clock that says when runs were heard of. */
    @Transactional
    public Instant databaseTime() {
        return runs.time();
    }

    /** Bound runs not heard of since then, by the database's clock. */
    @Transactional
    public List<RunKey> silentSince(Instant when) {
        return runs.boundAndSilentSince(when);
    }

    /** Jobs dispatched before then that no run has started, with their dispatch, oldest first. */
    @Transactional
    public List<Unanswered> unansweredSince(Lane lane, Instant when) {
        return jobs.unanswered(lane, when);
    }

    /** Jobs asked to stop before then that have not. */
    @Transactional
    public List<JobId> stoppingSince(Instant when) {
        return jobs.stopping(when);
    }

    /**
     * The bound run went silent: its job returns to the queue, stops if it was asked to, or fails after too many losses. The pause
     * before its next try counts from the silence on, in which nothing was done for it.
     */
    @Transactional
    public void lost(RunKey run, Instant silentSince) {
        Optional<Job> found = jobs.lock(run.job());
        boolean still = runs.silentSince(run.run(), silentSince);
        if (found.isEmpty() || !still || !found.get().run().equals(Optional.of(run.run()))) {
            return;
        }
        Job job = found.get();
        Instant now = Instant.now();
        boolean moved =
                switch (job.state()) {
                    case RUNNING ->
                        backOff.allowsAnother(job)
                                ? transitions.requeued(job.id(), run.run(), backOff.afterLoss(job, silentSince), now)
                                : transitions.failed(job.id(), run.run(), lostTooOften(job), now);
                    case STOPPING -> transitions.stopped(job.id(), now);
                    case QUEUED, DISPATCHED, SUCCEEDED, FAILED, STOPPED -> false;
                };
        supersede(run);
        if (moved) {
            LOG.warnf("%s went silent; its job %s is taken back", run.run(), job.id());
            announce(job);
        }
    }

    /** No worker took the dispatch: the job returns to the queue, or fails after too many. */
    @Transactional
    public void unanswered(Unanswered dispatch) {
        Optional<Job> found = jobs.lock(dispatch.job());
        if (found.isEmpty()) {
            return;
        }
        Job job = found.get();
        Instant now = Instant.now();
        boolean moved = backOff.allowsAnother(job)
                ? transitions.requeued(job.id(), dispatch.number(), backOff.afterFailure(job, now), now)
                : transitions.failedUnanswered(job.id(), dispatch.number(), lostTooOften(job), now);
        if (moved) {
            LOG.warnf("no worker started dispatch %d of %s; it is taken back", dispatch.number(), job.id());
            announce(job);
        }
    }

    /** The run does not obey, or there is none: the job is stopped without it. */
    @Transactional
    public void stopUnanswered(JobId id, boolean evenIfBound) {
        Optional<Job> found = jobs.lock(id);
        if (found.isEmpty() || (found.get().run().isPresent() && !evenIfBound)) {
            return;
        }
        Job job = found.get();
        if (transitions.stopped(id, Instant.now())) {
            job.run().ifPresent(run -> supersede(new RunKey(id, job.dispatch().orElseThrow(), run)));
            endings.ended(id);
        }
    }

    private void supersede(RunKey run) {
        runs.supersede(run.run());
        JobControl.Superseded superseded = new JobControl.Superseded(run.job(), run.run());
        outbox.add(Topics.JOB_CONTROL, superseded.key(), superseded);
    }

    private void announce(Job before) {
        Job after = jobs.find(before.id()).orElseThrow();
        if (after.state().ended()) {
            endings.ended(after.id());
        } else {
            queueChanged.fire(new QueueChanged(after.lane()));
        }
    }

    private static JobError lostTooOften(Job job) {
        return new JobError(
                ErrorCode.WORKER_LOST,
                "The worker that ran the job went silent, %d times in all; it is not tried again."
                        .formatted(job.failures() + 1));
    }

    /** A hand-out that no worker has started. */
    public record Unanswered(JobId job, long number) {}
}
