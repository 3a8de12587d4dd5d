package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.hibernate.query.NativeQuery;

/**
 * Every move of a job from one state to the next. Each is one statement that names the state it leaves and, where a run
 * asks for it, the run it must be bound to: it answers false, and nothing has changed, if the job is not (or no longer) there. So an
 * event that comes twice, late or from a run that lost changes nothing. What did change is counted in the same statement and kept
 * under that number for those who watch.
 */
@ApplicationScoped
class JobTransitions {
    private final StatelessSession session;
    private final ChangeStore changes;
    private final Event<JobChanged> changed;

    JobTransitions(StatelessSession session, ChangeStore changes, Event<JobChanged> changed) {
        this.session = session;
        this.changes = changes;
        this.changed = changed;
    }

    /** Queued → dispatched, by a new dispatch number; the run of an earlier hand-out is bound no more. */
    boolean dispatched(JobId job, long dispatch, Instant now) {
        return moved(statement("""
                        update job set state = 'dispatched', dispatch = :dispatch, dispatched_at = :now, attempt = attempt + 1,
                            run = null, worker = null, progress = null, events = events + 1
                        where id = :job and state = 'queued'""", job).setParameter("dispatch", dispatch).setParameter("now", now), now);
    }

    /**
     * Binds the first run that started the newest dispatch: dispatched → running. A dispatch that was given up unanswered is still
     * the newest until the next, so queued → running too; a stopping job stays so and awaits this run's answer.
     */
    boolean bound(RunKey run, WorkerId worker, Instant now) {
        return moved(
                statement("""
                        update job set state = case when state = 'stopping' then 'stopping' else 'running' end, run = :run,
                            worker = :worker, started_at = coalesce(started_at, :now), log_kept = true, events = events + 1
                        where id = :job and dispatch = :dispatch and run is null
                            and state in ('queued', 'dispatched', 'stopping')""", run.job())
                        .setParameter("run", run.run().value())
                        .setParameter("dispatch", run.dispatch())
                        .setParameter("worker", worker.value())
                        .setParameter("now", now),
                now);
    }

    /** The bound run is so far, with the figures of an epoch if one has just ended; the state stays. */
    boolean progressed(RunKey run, Progress progress, Optional<EpochMetrics> epoch, Instant at) {
        return changed(
                statement("""
                        update job set progress = :progress, metrics = coalesce(cast(:figures as text), metrics), events = events + 1
                        where id = :job and run = :run and state in ('running', 'stopping')""", run.job())
                        .setParameter("run", run.run().value())
                        .setParameter("progress", Json.write(progress))
                        .setParameter(
                                "figures",
                                epoch.map(figures -> Json.write(figures.values()))
                                        .orElse(null),
                                String.class),
                _ -> JobChange.Advanced.of(progress, epoch, at));
    }

    /** The bound run has left a checkpoint; the state stays. */
    boolean kept(RunKey run, CheckpointReference checkpoint, Instant at) {
        return changed(
                statement("""
                        update job set events = events + 1
                        where id = :job and run = :run and state in ('running', 'stopping')""", run.job()).setParameter("run", run.run().value()),
                _ -> JobChange.Kept.of(checkpoint, at));
    }

    /** Running → queued, because the bound run is no more. */
    boolean requeued(JobId job, RunId run, Requeue requeue, Instant now) {
        return moved(
                requeue("id = :job and run = :run and state = 'running'", job, requeue)
                        .setParameter("run", run.value()),
                now);
    }

    /** Dispatched → queued, because no worker answered. */
    boolean requeued(JobId job, long dispatch, Requeue requeue, Instant now) {
        return moved(
                requeue("id = :job and dispatch = :dispatch and run is null and state = 'dispatched'", job, requeue)
                        .setParameter("dispatch", dispatch),
                now);
    }

    /** Stopped or failed → queued, because its owner wants it to go on; what failed before counts no more. */
    boolean resumed(JobId job, Instant now) {
        return moved(statement("""
                        update job set state = 'queued', not_before = :now, ended_at = null, stop_requested_at = null, error = null,
                            failures = 0, makes_up = false, progress = null, events = events + 1
                        where id = :job and state in ('stopped', 'failed')""", job).setParameter("now", now), now);
    }

    /** Queued → stopped. */
    boolean stoppedBeforeHandOut(JobId job, Instant now) {
        return moved(statement("""
                        update job set state = 'stopped', stop_requested_at = :now, ended_at = :now, events = events + 1
                        where id = :job and state = 'queued'""", job).setParameter("now", now), now);
    }

    /** Dispatched or running → stopping. */
    boolean stopping(JobId job, Instant now) {
        return moved(statement("""
                        update job set state = 'stopping', stop_requested_at = :now, events = events + 1
                        where id = :job and state in ('dispatched', 'running')""", job).setParameter("now", now), now);
    }

    /** Stopping → stopped. */
    boolean stopped(JobId job, Instant now) {
        return moved(statement("""
                        update job set state = 'stopped', ended_at = :now, events = events + 1
                        where id = :job and state = 'stopping'""", job).setParameter("now", now), now);
    }

    /** Running or stopping → succeeded. */
    boolean succeeded(RunKey run, JobResult result, Instant now) {
        return moved(
                statement("""
                        update job set state = 'succeeded', ended_at = :now, result = :result, events = events + 1,
                            metrics = coalesce(cast(:figures as text), metrics)
                        where id = :job and run = :run and state in ('running', 'stopping')""", run.job())
                        .setParameter("run", run.run().value())
                        .setParameter("result", Json.write(result))
                        .setParameter(
                                "figures",
                                result.metrics().isEmpty() ? null : Json.write(result.metrics()),
                                String.class)
                        .setParameter("now", now),
                now);
    }

    /** Running or stopping → failed, by the bound run's fault. */
    boolean failed(JobId job, RunId run, JobError error, Instant now) {
        return moved(
                statement("""
                        update job set state = 'failed', ended_at = :now, error = :error, events = events + 1
                        where id = :job and run = :run and state in ('running', 'stopping')""", job)
                        .setParameter("run", run.value())
                        .setParameter("error", Json.write(error))
                        .setParameter("now", now),
                now);
    }

    /** Dispatched → failed, because no worker ever answered. */
    boolean failedUnanswered(JobId job, long dispatch, JobError error, Instant now) {
        return moved(
                statement("""
                        update job set state = 'failed', ended_at = :now, error = :error, events = events + 1
                        where id = :job and dispatch = :dispatch and run is null and state = 'dispatched'""", job)
                        .setParameter("dispatch", dispatch)
                        .setParameter("error", Json.write(error))
                        .setParameter("now", now),
                now);
    }

    private NativeQuery<JobEntity> requeue(String from, JobId job, Requeue requeue) {
        return statement("""
                        update job set state = 'queued', not_before = :notBefore, failures = failures + :failures,
                            makes_up = :makesUp, progress = null, events = events + 1
                        where \
                        """ + from, job)
                .setParameter("notBefore", requeue.notBefore())
                .setParameter("failures", requeue.failure() ? 1 : 0)
                .setParameter("makesUp", requeue.makesUp());
    }

    private NativeQuery<JobEntity> statement(String sql, JobId job) {
        return session.createNativeQuery(sql + " returning *", JobEntity.class).setParameter("job", job.value());
    }

    private boolean moved(NativeQuery<JobEntity> statement, Instant now) {
        return changed(statement, job -> JobChange.Moved.of(job, now));
    }

    private boolean changed(NativeQuery<JobEntity> statement, Function<Job, JobChange> change) {
        Optional<Job> after =
                statement.getResultList().stream().map(JobEntity::toJob).findFirst();
        after.ifPresent(job -> {
            changes.append(job.id(), job.events(), change.apply(job));
            changed.fire(new JobChanged(job.id()));
        });
        return after.isPresent();
    }

    /**
     * How a job returns to the queue.
     *
     * @param failure whether this hand-out counts towards the limit of failures
     * @param makesUp whether the next hand-out makes up for this one, which was lost with its worker and took its owner's turn in vain
     */
    record Requeue(Instant notBefore, boolean failure, boolean makesUp) {}
}
