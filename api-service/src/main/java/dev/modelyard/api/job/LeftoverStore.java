package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hibernate.StatelessSession;

/**
 * What of jobs and runs is old, by the database's clock. What is found is locked until the transaction ends, and what others hold is left
 * for another time.
 */
@ApplicationScoped
class LeftoverStore {
    private static final String LEFTOVERS = """
            select r.job, r.id, j.state = 'succeeded' and j.run = r.id
            from run r join job j on j.id = r.job
            where r.leftovers and r.state <> 'bound' and r.seen_at < now() - :quiet * interval '1 millisecond'
                and (j.state = 'succeeded'
                    or (j.state = 'failed' and j.ended_at < now() - :failed * interval '1 millisecond')
                    or (j.state = 'stopped' and j.ended_at < now() - :stopped * interval '1 millisecond')
                    or not exists (select 1 from checkpoint c where c.job = r.job and c.run = r.id))
            order by r.seen_at limit :most for update skip locked""";

    private final StatelessSession session;

    LeftoverStore(StatelessSession session) {
        this.session = session;
    }

    /** Jobs that ended that long ago, oldest first. */
    List<JobId> endedBefore(Duration ago, int most) {
        return ended("", ago, most);
    }

    /** Jobs that ended that long ago and whose log is there, oldest first. */
    List<JobId> withLogEndedBefore(Duration ago, int most) {
        return ended("and log_kept", ago, most);
    }

    /** The log of a job is gone; its numbered changes go with it. */
    void logGone(JobId job) {
        session.createNativeMutationQuery("delete from job_change where job = :job")
                .setParameter("job", job.value())
                .executeUpdate();
        session.createNativeMutationQuery("update job set log_kept = false where id = :job")
                .setParameter("job", job.value())
                .executeUpdate();
    }

    /** Runs that have said their last word and whose checkpoints nothing will go on from. */
    List<Leftover> leftovers(Duration quiet, Duration failed, Duration stopped, int most) {
        return session
                .createNativeQuery(LEFTOVERS, Object[].class)
                .setParameter("quiet", quiet.toMillis())
                .setParameter("failed", failed.toMillis())
                .setParameter("stopped", stopped.toMillis())
                .setParameter("most", most)
                .getResultList()
                .stream()
                .map(row -> new Leftover(
                        new JobId((String) row[0]), new RunId((String) row[1]), Boolean.TRUE.equals(row[2])))
                .toList();
    }

    /** The run left nothing any more, no checkpoint either. */
    void cleaned(JobId job, RunId run) {
        session.createNativeMutationQuery("delete from checkpoint where job = :job and run = :run")
                .setParameter("job", job.value())
                .setParameter("run", run.value())
                .executeUpdate();
        session.createNativeMutationQuery("update run set leftovers = false where id = :run")
                .setParameter("run", run.value())
                .executeUpdate();
    }

    /** Which of these names are those of runs. */
    Set<String> known(Collection<String> names) {
        return Set.copyOf(session.createNativeQuery("select id from run where id in (:names)", String.class)
                .setParameter("names", names)
                .getResultList());
    }

    private List<JobId> ended(String condition, Duration ago, int most) {
        return session
                .createNativeQuery(
                        "select id from job where ended_at < now() - :ago * interval '1 millisecond' " + condition
                                + " order by ended_at limit :most for update skip locked",
                        String.class)
                .setParameter("ago", ago.toMillis())
                .setParameter("most", most)
                .getResultList()
                .stream()
                .map(JobId::new)
                .toList();
    }

    /**
     * What a run wrote beside its log.
     *
     * @param madeTheResult whether its artifact is the result of the job
     */
    record Leftover(JobId job, RunId run, boolean madeTheResult) {}
}
