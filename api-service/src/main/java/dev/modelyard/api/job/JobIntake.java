package dev.modelyard.api.job;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Status;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Puts jobs into the queue, those of many callers in one transaction: who comes while one commits goes into the next. Each is told
 * once its own job is durable, and a job that cannot be queued fails alone.
 */
@ApplicationScoped
public class JobIntake {
    /** One commits while the next gathers. */
    private static final int TRANSACTIONS = 2;

    private static final int MOST = 64;

    /** Classes of SQLSTATE: data exception, integrity constraint violation. */
    private static final List<String> ROWS_FAULT = List.of("22", "23");

    private final JobStore jobs;
    private final QueueRoom room;
    private final Event<JobQueued> queued;
    private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore transactions = new Semaphore(TRANSACTIONS);

    JobIntake(JobStore jobs, QueueRoom room, Event<JobQueued> queued) {
        this.jobs = jobs;
        this.room = room;
        this.queued = queued;
    }

    /** A job that shall be queued. */
    private record Pending(JobFeature feature, OwnerId owner, JobRequest request, CompletableFuture<Job> done) {}

    /**
     * Queues a job, in the caller's transaction if there is one.
     *
     * @return the job as it is queued
     * @throws ProblemException 404 if what it is about is gone; 429 if the owner has as many jobs in the queue as it may have
     */
    public Job submit(JobFeature feature, OwnerId owner, JobRequest request) {
        Pending pending = new Pending(feature, owner, request, new CompletableFuture<>());
        if (QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            queue(List.of(pending)).forEach((one, outcome) -> outcome.tell(one.done()));
        } else {
            waiting.add(pending);
            begin();
        }
        return result(pending.done());
    }

    private static Job result(CompletableFuture<Job> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is stopping."), e);
        }
    }

    /** Has those that wait queued, unless as many transactions are at work as may be: then one of these does, when it is through. */
    private void begin() {
        if (!waiting.isEmpty() && transactions.tryAcquire()) {
            Thread.startVirtualThread(() -> {
                try {
                    queueWaiting();
                } finally {
                    transactions.release();
                    begin();
                }
            });
        }
    }

    private void queueWaiting() {
        List<Pending> together = new ArrayList<>();
        while (together.size() < MOST) {
            Pending next = waiting.poll();
            if (next == null) {
                break;
            }
            together.add(next);
        }
        if (!together.isEmpty()) {
            commit(together);
        }
    }

    private void commit(List<Pending> together) {
        try {
            QuarkusTransaction.requiringNew()
                    .call(() -> queue(together))
                    .forEach((pending, outcome) -> outcome.tell(pending.done()));
        } catch (RuntimeException | Error e) {
            if (together.size() == 1 || isOutage(e)) {
                together.forEach(pending -> pending.done().completeExceptionally(e));
            } else {
                together.forEach(pending -> commit(List.of(pending)));
            }
        }
    }

    /** Whether something else is to blame than what was to be stored: that has error classes of its own. */
    private static boolean isOutage(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof SQLException e) {
                String state = Objects.requireNonNullElse(e.getSQLState(), "");
                return ROWS_FAULT.stream().noneMatch(state::startsWith);
            }
        }
        return false;
    }

    /** What becomes of a job if the transaction commits. */
    private sealed interface Outcome {
        record Queued(Job job) implements Outcome {}

        record Refused(ProblemException reason) implements Outcome {}

        default void tell(CompletableFuture<Job> done) {
            switch (this) {
                case Queued(Job job) -> done.complete(job);
                case Refused(ProblemException reason) -> done.completeExceptionally(reason);
            }
        }
    }

    private Map<Pending, Outcome> queue(List<Pending> together) {
        Map<Pending, Outcome> outcomes = new HashMap<>();
        List<Pending> admitted = withRoom(held(together, outcomes), outcomes);
        List<JobStore.Insertion> insertions = admitted.stream()
                .map(pending -> new JobStore.Insertion(JobId.fresh(), pending.owner(), pending.request()))
                .toList();
        List<Job> inserted = insertions.isEmpty() ? List.of() : jobs.insert(insertions, now());
        Map<JobFeature, List<Job>> byFeature = new HashMap<>();
        for (int i = 0; i < inserted.size(); i++) {
            Job job = inserted.get(i);
            outcomes.put(admitted.get(i), new Outcome.Queued(job));
            byFeature
                    .computeIfAbsent(admitted.get(i).feature(), _ -> new ArrayList<>())
                    .add(job);
        }
        byFeature.forEach(JobFeature::queued);
        Set<Lane> lanes = inserted.stream().map(Job::lane).collect(Collectors.toSet());
        lanes.forEach(lane -> queued.fire(new JobQueued(lane)));
        return outcomes;
    }

    /** Those whose subjects are there. */
    private static List<Pending> held(List<Pending> together, Map<Pending, Outcome> outcomes) {
        Map<JobFeature, List<Pending>> byFeature = together.stream().collect(Collectors.groupingBy(Pending::feature));
        List<Pending> held = new ArrayList<>();
        byFeature.forEach((feature, some) -> {
            Set<JobSubject> subjects = feature.hold(subjects(some));
            for (Pending pending : some) {
                if (subjects.contains(pending.request().subject())) {
                    held.add(pending);
                } else {
                    outcomes.put(pending, new Outcome.Refused(ProblemException.notFound(feature.name())));
                }
            }
        });
        return held;
    }

    private static Collection<JobSubject> subjects(List<Pending> some) {
        return some.stream().map(pending -> pending.request().subject()).collect(Collectors.toSet());
    }

    /** Those whose owners may have more jobs in the queue. Owners are taken in one order everywhere, since they may be locked. */
    private List<Pending> withRoom(List<Pending> held, Map<Pending, Outcome> outcomes) {
        Map<String, List<Pending>> byOwner = held.stream()
                .collect(Collectors.groupingBy(pending -> pending.owner().value(), TreeMap::new, Collectors.toList()));
        List<Pending> admitted = new ArrayList<>();
        byOwner.values().forEach(some -> {
            QueueRoom.Taken taken = room.take(some.getFirst().owner(), some.size());
            admitted.addAll(some.subList(0, taken.jobs()));
            some.subList(taken.jobs(), some.size())
                    .forEach(pending -> outcomes.put(pending, new Outcome.Refused(taken.refusal())));
        });
        return admitted;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
