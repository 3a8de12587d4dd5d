package dev.modelyard.api.dispatch;

import dev.modelyard.api.background.BackgroundLoop;
import dev.modelyard.api.job.LostRunService;
import dev.modelyard.api.worker.Worker;
import dev.modelyard.api.worker.WorkerService;
import dev.modelyard.contracts.job.Lane;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for jobs that nobody answers for: bound runs gone silent, dispatches that no worker takes though one is free, stops that nobody
 * obeys. Every replica may sweep: each job is looked at again under its row lock, so it is taken back once.
 */
@ApplicationScoped
class Sweep {
    private final LostRunService lost;
    private final WorkerService workers;
    private final Hearing hearing;
    private final DispatchConfig config;
    private final BackgroundLoop loop;
    private final Map<Lane, Instant> idleSince = new EnumMap<>(Lane.class);

    Sweep(LostRunService lost, WorkerService workers, Hearing hearing, DispatchConfig config) {
        this.lost = lost;
        this.workers = workers;
        this.hearing = hearing;
        this.config = config;
        this.loop = new BackgroundLoop("sweep", config.sweepEvery(), this::sweep);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    private void sweep() {
        silentRuns();
        unansweredDispatches();
        stopsNobodyObeys();
        workers.forgetGone();
    }

    private void silentRuns() {
        if (!lost.anyBound()) {
            hearing.deaf();
            return;
        }
        hearing.silentBefore(lost.databaseTime(), config.silence())
                .ifPresent(since -> lost.silentSince(since).forEach(run -> lost.lost(run, since)));
    }

    private void unansweredDispatches() {
        Instant now = Instant.now();
        List<Worker> live = workers.live();
        for (Lane lane : Lane.values()) {
            if (!Slots.of(lane, live).anyIdle()) {
                idleSince.remove(lane);
                continue;
            }
            Instant since = idleSince.computeIfAbsent(lane, _ -> now);
            Instant before = now.minus(config.unanswered());
            if (!since.isAfter(before)) {
                lost.unansweredSince(lane, before).forEach(lost::unanswered);
            }
        }
    }

    private void stopsNobodyObeys() {
        Instant now = Instant.now();
        lost.stoppingSince(now.minus(config.stopPatience())).forEach(job -> lost.stopUnanswered(job, false));
        lost.stoppingSince(now.minus(config.stopLimit())).forEach(job -> lost.stopUnanswered(job, true));
    }
}
