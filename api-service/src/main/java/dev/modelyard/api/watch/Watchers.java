package dev.modelyard.api.watch;

import dev.modelyard.api.job.JobChanged;
import dev.modelyard.api.notification.Deaf;
import dev.modelyard.api.notification.Notification;
import dev.modelyard.api.notification.Notifications;
import dev.modelyard.api.notification.Topic;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who watches which job on this replica, and wakes them when it changes, here or on another replica. */
@ApplicationScoped
class Watchers {
    private static final Duration COME_BACK = Duration.ofSeconds(10);

    private final Map<String, Set<Watcher>> byJob = new ConcurrentHashMap<>();
    private final Map<OwnerId, Integer> byOwner = new HashMap<>();
    private final Notifications notifications;
    private final WatchConfig config;
    private int all;

    Watchers(Notifications notifications, WatchConfig config) {
        this.notifications = notifications;
        this.config = config;
    }

    /**
     * Begins to watch; the watcher is to be closed.
     *
     * @param owner who watches, which need not be whose job it is
     * @throws ProblemException 429 if there are too many
     */
    Watcher open(String job, OwnerId owner) {
        admit(owner);
        Watcher watcher = new Watcher(closed -> leave(job, owner, closed));
        byJob.compute(job, (_, watching) -> {
            Set<Watcher> set = watching == null ? ConcurrentHashMap.newKeySet() : watching;
            set.add(watcher);
            return set;
        });
        return watcher;
    }

    void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged change) {
        String job = change.job().value();
        wake(job);
        notifications.tell(Topic.JOB, job);
    }

    void told(@Observes Notification notification) {
        if (notification.topic() == Topic.JOB) {
            wake(notification.word());
        }
    }

    void deaf(@Observes Deaf deaf) {
        byJob.keySet().forEach(this::wake);
    }

    /** Streams end at once when the service does: their clients go on at another replica. */
    void delayed(@Observes ShutdownDelayInitiatedEvent event) {
        end();
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    private void end() {
        byJob.values().forEach(watching -> watching.forEach(Watcher::end));
    }

    private void wake(String job) {
        byJob.getOrDefault(job, Set.of()).forEach(Watcher::wake);
    }

    private synchronized void admit(OwnerId owner) {
        int own = byOwner.getOrDefault(owner, 0);
        if (all >= config.streams() || own >= config.streamsOfOwner()) {
            throw new ProblemException(Failure.of(
                            ErrorCode.TOO_MANY_REQUESTS, "Too many streams are open; close some, or come back later.")
                    .retryAfter(COME_BACK));
        }
        all++;
        byOwner.put(owner, own + 1);
    }

    private void leave(String job, OwnerId owner, Watcher watcher) {
        byJob.computeIfPresent(job, (_, watching) -> {
            watching.remove(watcher);
            return watching.isEmpty() ? null : watching;
        });
        release(owner);
    }

    private synchronized void release(OwnerId owner) {
        all--;
        byOwner.computeIfPresent(owner, (_, own) -> own == 1 ? null : own - 1);
    }
}
