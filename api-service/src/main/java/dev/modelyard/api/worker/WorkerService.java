package dev.modelyard.api.worker;

import dev.modelyard.contracts.worker.WorkerHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;

/** The workers there are. */
@ApplicationScoped
public class WorkerService {
    private final WorkerStore store;
    private final WorkerConfig config;
    private final Event<WorkersChanged> changed;

    WorkerService(WorkerStore store, WorkerConfig config, Event<WorkersChanged> changed) {
        this.store = store;
        this.config = config;
        this.changed = changed;
    }

    /** A worker gave a sign of life. */
    @Transactional
    void heard(WorkerHeartbeat heartbeat) {
        store.save(heartbeat);
        changed.fire(new WorkersChanged());
    }

    /** Those that take jobs. */
    @Transactional
    public List<Worker> live() {
        return store.heardWithin(config.silence(), config.silence()).stream()
                .filter(worker -> worker.state() == WorkerState.LIVE)
                .toList();
    }

    /** All that are or were there of late, the newest first. */
    @Transactional
    public List<Worker> list() {
        return store.heardWithin(config.remembered(), config.silence()).stream()
                .sorted(Comparator.comparing(
                                (Worker worker) -> worker.heartbeat().startedAt())
                        .reversed()
                        .thenComparing(worker -> worker.heartbeat().worker().value()))
                .toList();
    }

    /** Whether there is, or ever was, a worker with a GPU. */
    @Transactional
    public boolean anyEverHadDevices() {
        return store.anyEverHadDevices();
    }

    /** Forgets those that are gone for long. */
    @Transactional
    public void forgetGone() {
        store.forget(config.remembered());
    }
}
