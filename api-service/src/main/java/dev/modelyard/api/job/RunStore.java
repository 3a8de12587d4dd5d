package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Runs of jobs with their figures by epoch. Times are the database's. */
@ApplicationScoped
class RunStore {
    private final StatelessSession session;

    RunStore(StatelessSession session) {
        this.session = session;
    }

    /** Remembers a run that has started; one that is known stays as it is. */
    void insert(RunKey run, WorkerId worker, RunState state) {
        session.createNativeMutationQuery("""
                        insert into run (id, job, dispatch, worker, state, started_at, seen_at)
                        values (:run, :job, :dispatch, :worker, :state, clock_timestamp(), clock_timestamp())
                        on conflict (id) do nothing""")
                .setParameter("run", run.run().value())
                .setParameter("job", run.job().value())
                .setParameter("dispatch", run.dispatch())
                .setParameter("worker", worker.value())
                .setParameter("state", state.column())
                .executeUpdate();
    }

    /** The run is alive. */
    void seen(RunId run) {
        session.createNativeMutationQuery("update run set seen_at = clock_timestamp() where id = :run")
                .setParameter("run", run.value())
                .executeUpdate();
    }

    void supersede(RunId run) {
        session.createNativeMutationQuery("update run set state = 'superseded' where id = :run and state = 'bound'")
                .setParameter("run", run.value())
                .executeUpdate();
    }

    void end(RunId run) {
        session.createNativeMutationQuery(
                        "update run set state = 'ended', ended_at = clock_timestamp() where id = :run and state <> 'ended'")
                .setParameter("run", run.value())
                .executeUpdate();
    }

    Optional<RunState> state(RunId run) {
        return Optional.ofNullable(session.get(RunEntity.class, run.value()))
                .map(found -> RunState.valueOf(found.state.toUpperCase(Locale.ROOT)));
    }

    /** Runs of a job, oldest first. */
    List<RunId> of(JobId job) {
        return session
                .createSelectionQuery("select id from RunEntity where job = :job order by startedAt, id", String.class)
                .setParameter("job", job.value())
                .getResultList()
                .stream()
                .map(RunId::new)
                .toList();
    }

    boolean silentSince(RunId run, Instant when) {
        RunEntity found = session.get(RunEntity.class, run.value());
        return found != null && found.seenAt.isBefore(when);
    }

    /** Bound runs that were not heard of since then. */
    List<RunKey> boundAndSilentSince(Instant when) {
        return session
                .createSelectionQuery("from RunEntity where state = 'bound' and seenAt < :when", RunEntity.class)
                .setParameter("when", when)
                .getResultList()
                .stream()
                .map(run -> new RunKey(new JobId(run.job), run.dispatch, new RunId(run.id)))
                .toList();
    }

    Instant time() {
        return session.createNativeQuery("select clock_timestamp()", Instant.class)
                .getSingleResult();
    }

    /** Whether any run is bound to a job. */
    boolean anyBound() {
        return session.createNativeQuery("select exists (select 1 from run where state = 'bound')", Boolean.class)
                .getSingleResult();
    }

    /** Keeps the figures of an epoch; those of the same epoch by an earlier run give way. */
    void measure(RunKey run, EpochMetrics epoch) {
        session.createNativeMutationQuery("""
                        insert into job_metric (job, epoch, run, step, figures) values (:job, :epoch, :run, :step, :figures)
                        on conflict (job, epoch) do update
                            set run = excluded.run, step = excluded.step, figures = excluded.figures""")
                .setParameter("job", run.job().value())
                .setParameter("epoch", epoch.epoch())
                .setParameter("run", run.run().value())
                .setParameter("step", epoch.step())
                .setParameter("figures", Json.write(epoch.values()))
                .executeUpdate();
    }

    /** Forgets figures after that epoch: a new run will bring its own. */
    void forgetFiguresAfter(JobId job, int epoch) {
        session.createNativeMutationQuery("delete from job_metric where job = :job and epoch > :epoch")
                .setParameter("job", job.value())
                .setParameter("epoch", epoch)
                .executeUpdate();
    }

    /** Figures of the epochs after that one, oldest first. */
    List<EpochMetrics> figures(JobId job, int afterEpoch, int limit) {
        return session
                .createSelectionQuery(
                        "from MetricEntity where id.job = :job and id.epoch > :after order by id.epoch",
                        MetricEntity.class)
                .setParameter("job", job.value())
                .setParameter("after", afterEpoch)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> new EpochMetrics(row.id.epoch(), row.step, Figures.read(row.figures)))
                .toList();
    }
}
