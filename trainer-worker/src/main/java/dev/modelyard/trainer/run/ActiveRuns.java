package dev.modelyard.trainer.run;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.worker.WorkerHeartbeat.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs in this worker's slots, and what was asked of runs that may yet come. */
@ApplicationScoped
public class ActiveRuns {
    private final Map<RunId, ActiveRun> runs = new ConcurrentHashMap<>();
    private final Map<JobId, Long> stopped = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private boolean closed;

    /** Calls back whenever a slot becomes busy or free. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void add(ActiveRun run) {
        synchronized (this) {
            runs.put(run.run(), run);
            Long dispatch = stopped.get(run.key().job());
            if (closed) {
                run.interrupt(Interruption.YIELD);
            } else if (dispatch != null && run.key().dispatch() <= dispatch) {
                run.interrupt(Interruption.STOP);
            }
        }
        listeners.forEach(Runnable::run);
    }

    void remove(ActiveRun run) {
        runs.remove(run.run());
        listeners.forEach(Runnable::run);
    }

    List<ActiveRun> all() {
        return List.copyOf(runs.values());
    }

    /** What the slots are busy with. */
    public List<Running> running() {
        return runs.values().stream()
                .map(run -> new Running(run.lane(), run.key().job(), run.run()))
                .toList();
    }

    /** The owner asked for a stop of this dispatch and all before it, begun or not. */
    public synchronized void stopRequested(JobControl.StopRequested stop) {
        stopped.merge(stop.job(), stop.dispatch(), Math::max);
        for (ActiveRun run : runs.values()) {
            if (run.key().job().equals(stop.job()) && run.key().dispatch() <= stop.dispatch()) {
                run.interrupt(Interruption.STOP);
            }
        }
    }

    /** The run lost against another. */
    public void superseded(JobControl.Superseded lost) {
        ActiveRun run = runs.get(lost.run());
        if (run != null) {
            run.interrupt(Interruption.SUPERSEDED);
        }
    }

    /** The job of that control key has ended. */
    public synchronized void forgetControl(String key) {
        stopped.keySet().removeIf(job -> job.value().equals(key));
    }

    /** Interrupts every run in progress. */
    public void interruptAll(Interruption interruption) {
        runs.values().forEach(run -> run.interrupt(interruption));
    }

    /** From now on every new run is handed back at once. */
    public synchronized void close() {
        closed = true;
    }

    public synchronized boolean isClosed() {
        return closed;
    }
}
