package dev.modelyard.api.job;

import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many more jobs owners may queue. Jobs are counted for one submission of an owner at a time, up to the limit. Where much room is
 * found, a part of it is given away without counting again, for a moment: so a long queue does not slow submissions down, and a large
 * limit may be exceeded by that part if several replicas fill the queue within that moment.
 */
@ApplicationScoped
class QueueRoom {
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MUCH = 1000;
    private static final long PART = 8;
    private static final int MOST_OWNERS = 10_000;
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final QueueStore queue;
    private final QuotaService quotas;
    private final Map<OwnerId, Share> shares = new ConcurrentHashMap<>();

    QueueRoom(QueueStore queue, QuotaService quotas) {
        this.queue = queue;
        this.quotas = quotas;
    }

    /**
     * Room that was taken.
     *
     * @param jobs so many may be queued
     * @param limit that the others would exceed
     * @param queued jobs that are in the queue with these
     */
    record Taken(int jobs, long limit, long queued) {
        ProblemException refusal() {
            return new ProblemException(Failure.of(
                            ErrorCode.TOO_MANY_REQUESTS,
                            "You may have %d jobs in the queue, and %d are there.".formatted(limit, queued))
                    .retryAfter(COME_BACK));
        }
    }

    /**
     * Takes room for one job, in the transaction that queues it.
     *
     * @throws ProblemException 429 if there is none
     */
    void take(OwnerId owner) {
        Taken taken = take(owner, 1);
        if (taken.jobs() == 0) {
            throw taken.refusal();
        }
    }

    /** Takes room for so many jobs, or for as many as there is room for, in the transaction that queues them. */
    Taken take(OwnerId owner, int jobs) {
        Share share = shares.get(owner);
        if (share != null && share.take(jobs)) {
            return new Taken(jobs, Long.MAX_VALUE, 0);
        }
        Optional<Long> limit = quotas.of(owner).queuedJobs();
        Taken taken = limit.map(most -> count(owner, jobs, most)).orElseGet(() -> new Taken(jobs, Long.MAX_VALUE, 0));
        if (shares.size() >= MOST_OWNERS) {
            shares.clear();
        }
        shares.put(owner, Share.of(taken.limit() - taken.queued()));
        return taken;
    }

    private Taken count(OwnerId owner, int jobs, long limit) {
        queue.lock(owner);
        long queued = queue.queued(owner, limit);
        int taken = (int) Math.min(jobs, Math.max(0, limit - queued));
        return new Taken(taken, limit, queued + taken);
    }

    /** Room that may be taken without counting. */
    private record Share(AtomicLong left, long until) {
        static Share of(long room) {
            return new Share(new AtomicLong(room < MUCH ? 0 : room / PART), System.nanoTime() + MOMENT_NANOS);
        }

        boolean take(int jobs) {
            return System.nanoTime() - until < 0 && left.addAndGet(-jobs) >= 0;
        }
    }
}
