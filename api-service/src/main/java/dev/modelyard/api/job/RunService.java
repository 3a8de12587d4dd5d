package dev.modelyard.api.job;

import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Applies what workers say of runs. Each event is one transaction under the job's row lock; only those of the bound run count, a
 * run that is not bound is told so.
 */
@ApplicationScoped
class RunService {
    private static final Logger LOG = Logger.getLogger(RunService.class);

    private final JobStore jobs;
    private final JobTransitions transitions;
    private final RunStore runs;
    private final CheckpointService checkpoints;
    private final JobEndings endings;
    private final BackOff backOff;
    private final Outbox outbox;
    private final Event<QueueChanged> queueChanged;

    RunService(
            JobStore jobs,
            JobTransitions transitions,
            RunStore runs,
            CheckpointService checkpoints,
            JobEndings endings,
            BackOff backOff,
            Outbox outbox,
            Event<QueueChanged> queueChanged) {
        this.jobs = jobs;
        this.transitions = transitions;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.endings = endings;
        this.backOff = backOff;
        this.outbox = outbox;
        this.queueChanged = queueChanged;
    }

    /**
     * Applies one event.
     *
     * @throws UnusableResultException if it is a success whose result is not usable; nothing has changed then
     */
    @Transactional
    public void apply(JobEvent event) {
        Optional<Job> job = jobs.lock(event.run().job());
        switch (event) {
            case JobEvent.Started started -> started(job, started);
            case JobEvent.Progressed progressed -> progressed(job, progressed);
            case JobEvent.Checkpointed checkpointed -> checkpointed(job, checkpointed);
            case JobEvent.Yielded yielded -> yielded(job, yielded);
            case JobEvent.Failed failed -> failed(job, failed);
            case JobEvent.Stopped stopped -> stopped(job, stopped);
            case JobEvent.Succeeded succeeded -> succeeded(job, succeeded);
            case JobEvent.Unknown unknown ->
                LOG.infof("an event of a newer version about %s is passed over", unknown.run());
        }
    }

    private void started(Optional<Job> job, JobEvent.Started event) {
        RunKey run = event.run();
        if (transitions.bound(run, event.worker(), now())) {
            runs.insert(run, event.worker(), RunState.BOUND);
            int kept = checkpoints
                    .furthest(run.job())
                    .map(CheckpointReference::epoch)
                    .orElse(0);
            runs.forgetFiguresAfter(run.job(), kept);
            return;
        }
        if (job.isPresent()) {
            runs.insert(run, event.worker(), RunState.SUPERSEDED);
        }
        reject(job, run);
    }

    private void progressed(Optional<Job> job, JobEvent.Progressed event) {
        RunKey run = event.run();
        if (isBound(job, run) && transitions.progressed(run, event.progress(), event.epoch(), event.at())) {
            runs.seen(run.run());
            event.epoch().ifPresent(epoch -> runs.measure(run, epoch));
        } else {
            reject(job, run);
        }
    }

    private void checkpointed(Optional<Job> job, JobEvent.Checkpointed event) {
        if (job.isPresent() && isBound(job, event.run())) {
            runs.seen(event.run().run());
            checkpoints.made(job.get(), event.run(), event.checkpoint(), event.at());
        } else {
            reject(job, event.run());
        }
    }

    private void yielded(Optional<Job> job, JobEvent.Yielded event) {
        if (job.isPresent() && isBound(job, event.run())) {
            event.checkpoint().ifPresent(kept -> checkpoints.made(job.get(), event.run(), kept, event.at()));
            LOG.infof("%s was handed back by its worker: %s", event.run().job(), event.reason());
            handBack(job.get(), event.run(), backOff.afterYield(job.get(), now()));
        } else if (job.isPresent() && isUnstarted(job.get(), event.run())) {
            handBackUnstarted(job.get(), event.run());
        }
        end(job, event.run());
    }

    private void failed(Optional<Job> job, JobEvent.Failed event) {
        if (job.isPresent() && isBound(job, event.run())) {
            Job failing = job.get();
            boolean retry =
                    event.retryable() && (failing.state() == JobState.STOPPING || backOff.allowsAnother(failing));
            if (retry) {
                handBack(failing, event.run(), backOff.afterFailure(failing, now()));
            } else {
                JobError error = JobError.of(event.code(), event.message());
                if (transitions.failed(failing.id(), event.run().run(), error, now())) {
                    endings.ended(failing.id());
                }
            }
        }
        end(job, event.run());
    }

    private void stopped(Optional<Job> job, JobEvent.Stopped event) {
        if (job.isPresent() && isBound(job, event.run())) {
            event.checkpoint().ifPresent(kept -> checkpoints.made(job.get(), event.run(), kept, event.at()));
            handBack(job.get(), event.run(), backOff.afterFailure(job.get(), now()));
        } else if (job.isPresent() && isUnstarted(job.get(), event.run())) {
            handBackUnstarted(job.get(), event.run());
        }
        end(job, event.run());
    }

    private void succeeded(Optional<Job> job, JobEvent.Succeeded event) {
        if (job.isPresent() && isBound(job, event.run())) {
            JobResult result = endings.apply(job.get(), event.artifact(), event.summary());
            if (!transitions.succeeded(event.run(), result, now())) {
                throw new IllegalStateException(
                        "a locked job moved: " + event.run().job());
            }
            checkpoints.forgetAll(event.run().job());
            endings.ended(event.run().job());
        }
        end(job, event.run());
    }

    /** The bound run is no more, and no fault of the job: back into the queue, or stopped if that was asked for. */
    private void handBack(Job job, RunKey run, JobTransitions.Requeue requeue) {
        if (job.state() == JobState.STOPPING) {
            if (transitions.stopped(job.id(), now())) {
                endings.ended(job.id());
            }
        } else if (transitions.requeued(job.id(), run.run(), requeue, now())) {
            queueChanged.fire(new QueueChanged(job.lane()));
        }
    }

    /** A worker gave the newest dispatch back without a start. */
    private void handBackUnstarted(Job job, RunKey run) {
        if (job.state() == JobState.STOPPING) {
            if (transitions.stopped(job.id(), now())) {
                endings.ended(job.id());
            }
        } else if (transitions.requeued(job.id(), run.dispatch(), backOff.afterYield(job, now()), now())) {
            queueChanged.fire(new QueueChanged(job.lane()));
        }
    }

    private static boolean isUnstarted(Job job, RunKey run) {
        return (job.state() == JobState.DISPATCHED || job.state() == JobState.STOPPING)
                && job.run().isEmpty()
                && job.dispatch().equals(Optional.of(run.dispatch()));
    }

    /** The run has said its last word; what it was told is not needed any more. */
    private void end(Optional<Job> job, RunKey run) {
        if (job.isEmpty()
                || runs.state(run.run()).filter(RunState.BOUND::equals).isEmpty()) {
            outbox.addTombstone(Topics.JOB_CONTROL, new JobControl.Superseded(run.job(), run.run()).key());
        }
        runs.end(run.run());
    }

    /** Tells a run that is not bound to stop, unless it has ended and this is an old event of it. */
    private void reject(Optional<Job> job, RunKey run) {
        boolean over = job.isPresent()
                && runs.state(run.run())
                        .filter(state -> state == RunState.ENDED || isBound(job, run))
                        .isPresent();
        if (!over) {
            runs.supersede(run.run());
            outbox.add(
                    Topics.JOB_CONTROL,
                    new JobControl.Superseded(run.job(), run.run()).key(),
                    new JobControl.Superseded(run.job(), run.run()));
        }
    }

    private static boolean isBound(Optional<Job> job, RunKey run) {
        return job.filter(found -> found.state() == JobState.RUNNING || found.state() == JobState.STOPPING)
                .flatMap(Job::run)
                .filter(run.run()::equals)
                .isPresent();
    }

    private static Instant now() {
        return Instant.now();
    }
}
