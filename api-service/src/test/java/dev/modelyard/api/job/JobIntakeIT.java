package dev.modelyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.quota.Quota;
import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.servicekit.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that many submit at the same time, against the real database. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class JobIntakeIT {
    private static final int MANY = 300;
    private static final OwnerId ANN = new OwnerId("ann");
    private static final OwnerId BOB = new OwnerId("bob");
    private static final DatasetId GONE = DatasetId.fresh();

    @Inject
    JobIntake intake;

    @Inject
    JobStore jobs;

    @Inject
    QuotaService quotas;

    @Inject
    AgroalDataSource database;

    private final Noted noted = new Noted();

    /** Notes which jobs were queued together; one dataset is gone. */
    private static final class Noted implements JobFeature {
        private final ConcurrentLinkedQueue<List<JobId>> together = new ConcurrentLinkedQueue<>();

        @Override
        public Set<JobSubject> hold(Collection<JobSubject> subjects) {
            return subjects.stream()
                    .filter(subject -> subject.dataset().filter(GONE::equals).isEmpty())
                    .collect(Collectors.toSet());
        }

        @Override
        public String name() {
            return "dataset";
        }

        @Override
        public void queued(List<Job> queued) {
            together.add(queued.stream().map(Job::id).toList());
        }
    }

    @BeforeEach
    @AfterEach
    void leaveNoJobAndNobodyWhoMightTakeOne() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
            statement.execute("truncate worker, quota");
        }
    }

    @Test
    void eachIsQueuedOnceAndManyInOneTransaction() throws Exception {
        List<Job> submitted = new ArrayList<>();
        for (Future<Job> one : atOnce(MANY, i -> submit(i % 2 == 0 ? ANN : BOB, DatasetId.fresh()))) {
            submitted.add(one.get());
        }

        assertThat(submitted).extracting(Job::id).doesNotHaveDuplicates();
        assertThat(submitted).extracting(Job::seq).doesNotHaveDuplicates();
        assertThat(submitted)
                .allSatisfy(job -> assertThat(QuarkusTransaction.requiringNew().call(() -> jobs.find(job.id())))
                        .contains(job));
        assertThat(noted.together.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        submitted.stream().map(Job::id).toList());
        assertThat(noted.together).hasSizeLessThan(MANY);
    }

    @Test
    void whatCannotBeQueuedFailsAlone() throws Exception {
        // PostgreSQL has no text with this character in it.
        OwnerId unstorable = new OwnerId("an\u0000n");

        List<Future<Job>> all = atOnce(60, i -> switch (i % 3) {
            case 0 -> submit(ANN, DatasetId.fresh());
            case 1 -> submit(ANN, GONE);
            default -> submit(unstorable, DatasetId.fresh());
        });

        for (int i = 0; i < all.size(); i++) {
            Future<Job> one = all.get(i);
            switch (i % 3) {
                case 0 -> assertThat(one.get().state()).isEqualTo(JobState.QUEUED);
                case 1 -> assertThat(problem(one).failure().code()).isEqualTo(ErrorCode.NOT_FOUND);
                default -> assertThatThrownBy(one::get).rootCause().isInstanceOf(SQLException.class);
            }
        }
        assertThat(queued(ANN)).isEqualTo(20);
    }

    @Test
    void anOwnerMayNotQueueMoreThanItsLimitHoweverManyComeAtOnce() throws Exception {
        quotas.set(ANN, new Quota(Optional.of(7L), Optional.empty(), Optional.empty()));

        int queued = 0;
        for (Future<Job> one : atOnce(40, _ -> submit(ANN, DatasetId.fresh()))) {
            try {
                one.get();
                queued++;
            } catch (ExecutionException _) {
                assertThat(problem(one).failure().code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
            }
        }

        assertThat(queued).isEqualTo(7);
        assertThat(queued(ANN)).isEqualTo(7);
    }

    @Test
    void inTheTransactionOfItsCallerAJobExistsIfThatCommits() {
        List<JobId> rolledBack = new ArrayList<>();

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    Job job = submit(ANN, DatasetId.fresh());
                    rolledBack.add(job.id());
                    assertThat(jobs.find(job.id())).contains(job);
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");

        assertThat(QuarkusTransaction.requiringNew().call(() -> jobs.find(rolledBack.getFirst())))
                .isEmpty();
    }

    private Job submit(OwnerId owner, DatasetId dataset) {
        return intake.submit(noted, owner, JobRequest.of(new JobSpec.Unknown(), JobSubject.of(dataset)));
    }

    private long queued(OwnerId owner) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from job where owner = ?")) {
            statement.setString(1, owner.value());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static ProblemException problem(Future<Job> one) {
        Throwable cause = one.exceptionNow();
        assertThat(cause).isInstanceOf(ProblemException.class);
        return (ProblemException) cause;
    }

    @FunctionalInterface
    private interface Submission {
        Job of(int number);
    }

    private static List<Future<Job>> atOnce(int count, Submission submission) throws InterruptedException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return callers.invokeAll(IntStream.range(0, count)
                    .<Callable<Job>>mapToObj(i -> () -> submission.of(i))
                    .toList());
        }
    }
}
