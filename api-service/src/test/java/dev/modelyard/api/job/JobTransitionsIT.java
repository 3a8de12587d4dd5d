package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.embedded.SharedInfrastructure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;

/** Whatever is tried in whatever order, a job moves as a model of a few lines says, and as {@link JobState} allows. */
class JobTransitionsIT {
    private static final SessionFactory SESSIONS = sessions();
    private static final WorkerId WORKER = WorkerId.fresh();
    private static final List<RunId> RUNS = List.of(RunId.fresh(), RunId.fresh(), RunId.fresh());

    /** What is tried, with one of few dispatch numbers and runs, so that old ones come again. */
    record Try(Move move, long dispatch, int run) {}

    enum Move {
        DISPATCH,
        BIND,
        PROGRESS,
        REQUEUE_RUN,
        REQUEUE_DISPATCH,
        STOP_QUEUED,
        STOP,
        STOPPED,
        SUCCEED,
        FAIL,
        FAIL_UNANSWERED,
        RESUME
    }

    @AfterContainer
    static void close() {
        SESSIONS.close();
    }

    @Provide
    Arbitrary<List<Try>> tries() {
        return Combinators.combine(
                        Arbitraries.of(Move.class),
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.integers().between(0, 2))
                .as(Try::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 300)
    void movesAsTheModelSays(@ForAll("tries") List<Try> tries) {
        try (StatelessSession session = SESSIONS.openStatelessSession()) {
            JobStore jobs = new JobStore(session);
            JobTransitions transitions = new JobTransitions(session, new ChangeStore(session), new UnheardEvent<>());
            JobId id = JobId.fresh();
            in(session, () -> {
                JobSubject none = new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
                jobs.insert(
                        List.of(new JobStore.Insertion(
                                id, new OwnerId("somebody"), new JobRequest(new JobSpec.Unknown(), none, 0, 0))),
                        Instant.now());
            });
            Model model = new Model();
            for (Try attempt : tries) {
                JobState before = model.state;
                boolean expected = model.apply(attempt);
                in(session, () -> {
                    assertThat(apply(transitions, id, attempt))
                            .as("%s from %s", attempt, before)
                            .isEqualTo(expected);
                    Job job = jobs.find(id).orElseThrow();
                    assertThat(job.state()).isEqualTo(model.state);
                    assertThat(job.run()).isEqualTo(model.run.map(RUNS::get));
                    assertThat(job.dispatch()).isEqualTo(model.dispatch);
                    assertThat(job.attempt()).isEqualTo(model.attempt);
                    assertThat(job.failures()).isEqualTo(model.failures);
                    assertThat(job.endedAt().isPresent()).isEqualTo(job.state().ended());
                    assertThat(job.events()).isEqualTo(model.events);
                    assertThat(numbers(session, id))
                            .containsExactlyElementsOf(LongStream.rangeClosed(1, model.events)
                                    .boxed()
                                    .toList());
                });
                assertThat(before == model.state || before.next().contains(model.state))
                        .as("%s → %s", before, model.state)
                        .isTrue();
            }
        }
    }

    private static boolean apply(JobTransitions transitions, JobId id, Try attempt) {
        Instant now = Instant.now();
        RunId run = RUNS.get(attempt.run());
        RunKey key = new RunKey(id, attempt.dispatch(), run);
        JobTransitions.Requeue requeue = new JobTransitions.Requeue(now, true, false);
        JobError error = new JobError(ErrorCode.INTERNAL, "no luck");
        return switch (attempt.move()) {
            case DISPATCH -> transitions.dispatched(id, attempt.dispatch(), now);
            case BIND -> transitions.bound(key, WORKER, now);
            case PROGRESS -> transitions.progressed(key, Progress.begun("training", 10), Optional.empty(), now);
            case REQUEUE_RUN -> transitions.requeued(id, run, requeue, now);
            case REQUEUE_DISPATCH -> transitions.requeued(id, attempt.dispatch(), requeue, now);
            case STOP_QUEUED -> transitions.stoppedBeforeHandOut(id, now);
            case STOP -> transitions.stopping(id, now);
            case STOPPED -> transitions.stopped(id, now);
            case SUCCEED -> transitions.succeeded(key, JobResult.modelVersion(1, Map.of()), now);
            case FAIL -> transitions.failed(id, run, error, now);
            case FAIL_UNANSWERED -> transitions.failedUnanswered(id, attempt.dispatch(), error, now);
            case RESUME -> transitions.resumed(id, now);
        };
    }

    /** A job as it should be. */
    private static final class Model {
        JobState state = JobState.QUEUED;
        Optional<Long> dispatch = Optional.empty();
        Optional<Integer> run = Optional.empty();
        int attempt;
        int failures;
        long events;

        boolean apply(Try next) {
            boolean bound = run.equals(Optional.of(next.run()));
            boolean alive = state == JobState.RUNNING || state == JobState.STOPPING;
            boolean newest = dispatch.equals(Optional.of(next.dispatch()));
            boolean unanswered = newest && run.isEmpty() && state == JobState.DISPATCHED;
            return switch (next.move()) {
                case DISPATCH -> state == JobState.QUEUED && handOut(next);
                case BIND ->
                    newest
                            && run.isEmpty()
                            && (state == JobState.QUEUED || state == JobState.DISPATCHED || state == JobState.STOPPING)
                            && bind(next);
                case PROGRESS -> bound && alive && to(state);
                case REQUEUE_RUN -> bound && state == JobState.RUNNING && requeue();
                case REQUEUE_DISPATCH -> unanswered && requeue();
                case STOP_QUEUED -> state == JobState.QUEUED && to(JobState.STOPPED);
                case STOP -> (state == JobState.DISPATCHED || state == JobState.RUNNING) && to(JobState.STOPPING);
                case STOPPED -> state == JobState.STOPPING && to(JobState.STOPPED);
                case SUCCEED -> bound && alive && to(JobState.SUCCEEDED);
                case FAIL -> bound && alive && to(JobState.FAILED);
                case FAIL_UNANSWERED -> unanswered && to(JobState.FAILED);
                case RESUME -> (state == JobState.STOPPED || state == JobState.FAILED) && resume();
            };
        }

        private boolean handOut(Try next) {
            dispatch = Optional.of(next.dispatch());
            run = Optional.empty();
            attempt++;
            return to(JobState.DISPATCHED);
        }

        private boolean bind(Try next) {
            run = Optional.of(next.run());
            return to(state == JobState.STOPPING ? JobState.STOPPING : JobState.RUNNING);
        }

        private boolean resume() {
            failures = 0;
            return to(JobState.QUEUED);
        }

        private boolean requeue() {
            failures++;
            return to(JobState.QUEUED);
        }

        private boolean to(JobState target) {
            state = target;
            events++;
            return true;
        }
    }

    private static List<Long> numbers(StatelessSession session, JobId id) {
        return session.createNativeQuery("select number from job_change where job = :job order by number", Long.class)
                .setParameter("job", id.value())
                .getResultList();
    }

    private static void in(StatelessSession session, Runnable work) {
        var transaction = session.beginTransaction();
        try {
            work.run();
            transaction.commit();
        } finally {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        }
    }

    private static SessionFactory sessions() {
        String url = SharedInfrastructure.newDatabase();
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .defaultSchema("api")
                .schemas("api")
                .load()
                .migrate();
        return new Configuration()
                .addAnnotatedClass(JobEntity.class)
                .setProperty("jakarta.persistence.jdbc.url", url + "?currentSchema=api")
                .setProperty("jakarta.persistence.jdbc.user", "postgres")
                .setProperty("jakarta.persistence.jdbc.password", "")
                .buildSessionFactory();
    }
}
