package dev.modelyard.api.job;

import dev.modelyard.api.quota.QuotaService;
import dev.modelyard.api.quota.RunningLimits;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.Lane;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places of queued jobs. A short queue is looked at each time; a long one costs more to look at than its reader should wait, and is
 * looked at again in the background, a small share of the time, while readers are told how it stood a few seconds ago.
 */
@ApplicationScoped
class QueuePositions {
    private static final int LONG = 1000;
    private static final int SHARE_OF_TIME = 20;
    private static final Duration OLD = Duration.ofSeconds(10);

    private final QueueStore queue;
    private final QuotaService quotas;
    private final Map<Lane, Look> looks = new EnumMap<>(Lane.class);

    QueuePositions(QueueStore queue, QuotaService quotas) {
        this.queue = queue;
        this.quotas = quotas;
        for (Lane lane : Lane.values()) {
            looks.put(lane, new Look(lane));
        }
    }

    /** The place of a job in the queue of its lane, counted from 1; empty unless it is queued. */
    Optional<Long> of(Job job) {
        return job.state() == JobState.QUEUED
                ? Optional.of(look(job.lane()).standing().position(job))
                : Optional.empty();
    }

    private Look look(Lane lane) {
        Look look = looks.get(lane);
        if (look == null) {
            throw new IllegalStateException("no lane " + lane);
        }
        return look;
    }

    /** The owners that may have no more running. */
    private Set<OwnerId> held() {
        RunningLimits limits = quotas.runningLimits();
        return limits.none() ? Set.of() : limits.reached(queue.running());
    }

    /** How a lane's queue stood when it was last looked at. */
    private final class Look {
        private final Lane lane;
        private @Nullable Standing last;
        private long cost;
        private long at;
        private boolean looking;

        Look(Lane lane) {
            this.lane = lane;
        }

        Standing standing() {
            Standing known;
            synchronized (this) {
                known = last;
                long age = System.nanoTime() - at;
                if (known != null && known.size() > LONG && age < OLD.toNanos() + SHARE_OF_TIME * cost) {
                    if (!looking && age > SHARE_OF_TIME * cost) {
                        looking = true;
                        Thread.ofVirtual().name("queue positions").start(this::lookAgain);
                    }
                    return known;
                }
            }
            return read();
        }

        private void lookAgain() {
            try {
                read();
            } finally {
                synchronized (this) {
                    looking = false;
                }
            }
        }

        private Standing read() {
            long begin = System.nanoTime();
            // In the reader's transaction, if there is one: a second connection might not be had while it holds the
            // first.
            Standing read = QuarkusTransaction.joiningExisting().call(() -> queue.standing(lane, held()));
            long end = System.nanoTime();
            synchronized (this) {
                last = read;
                cost = end - begin;
                at = end;
            }
            return read;
        }
    }
}
