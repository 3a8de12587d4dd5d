package dev.modelyard.api.dispatch;

import dev.modelyard.api.background.BackgroundLoop;
import dev.modelyard.api.job.HandedOut;
import dev.modelyard.api.job.JobQueued;
import dev.modelyard.api.job.QueueChanged;
import dev.modelyard.api.job.QueueService;
import dev.modelyard.api.job.Room;
import dev.modelyard.api.notification.Notification;
import dev.modelyard.api.notification.Notifications;
import dev.modelyard.api.notification.Topic;
import dev.modelyard.api.worker.WorkerService;
import dev.modelyard.api.worker.WorkersChanged;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Lane;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands out the jobs of every lane as slots become free: a loop a lane, woken by what changes queue or slots. */
@ApplicationScoped
class Dispatcher {
    private final QueueService queue;
    private final WorkerService workers;
    private final DispatchConfig config;
    private final Notifications notifications;
    private final Map<Lane, BackgroundLoop> loops = new EnumMap<>(Lane.class);
    /** Lanes that had no room left when they were last looked at. */
    private final Set<Lane> full = ConcurrentHashMap.newKeySet();

    Dispatcher(QueueService queue, WorkerService workers, DispatchConfig config, Notifications notifications) {
        this.queue = queue;
        this.workers = workers;
        this.config = config;
        this.notifications = notifications;
        for (Lane lane : Lane.values()) {
            loops.put(lane, new BackgroundLoop("dispatch " + lane.wireName(), config.every(), () -> dispatch(lane)));
        }
    }

    void start(@Observes StartupEvent event) {
        loops.values().forEach(BackgroundLoop::start);
    }

    void stop(@Observes ShutdownEvent event) {
        loops.values().forEach(BackgroundLoop::stop);
    }

    void queueChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) QueueChanged change) {
        wake(change.lane());
        notifications.tell(Topic.QUEUE, change.lane().wireName());
    }

    /** Where all is taken, who comes waits for a slot: there is nothing to look for. */
    void jobQueued(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobQueued change) {
        if (!full.contains(change.lane())) {
            wake(change.lane());
            notifications.tell(Topic.QUEUE, change.lane().wireName());
        }
    }

    void workersChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) WorkersChanged change) {
        loops.values().forEach(BackgroundLoop::raise);
    }

    void told(@Observes Notification notification) {
        if (notification.topic() == Topic.QUEUE) {
            Lane.named(notification.word()).ifPresent(this::wake);
        }
    }

    private void wake(Lane lane) {
        BackgroundLoop loop = loops.get(lane);
        if (loop != null) {
            loop.raise();
        }
    }

    private void dispatch(Lane lane) {
        LaneRoom room = new LaneRoom(Slots.of(lane, workers.live()), config.lookAhead());
        int done = queue.handOut(lane, room);
        if (done < room.found) {
            full.remove(lane);
        } else {
            full.add(lane);
        }
    }

    /** The slots of a lane, and the room that was found there. */
    private static final class LaneRoom implements Room {
        private final Slots slots;
        private final int lookAhead;
        private int found;

        LaneRoom(Slots slots, int lookAhead) {
            this.slots = slots;
            this.lookAhead = lookAhead;
        }

        @Override
        public int free(List<HandedOut> handedOut) {
            found = slots.room(handedOut, lookAhead);
            return found;
        }

        @Override
        public boolean isGone(WorkerId worker) {
            return !slots.workers().contains(worker);
        }
    }
}
