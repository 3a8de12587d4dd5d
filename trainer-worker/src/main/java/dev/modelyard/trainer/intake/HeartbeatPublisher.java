package dev.modelyard.trainer.intake;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import dev.modelyard.trainer.WorkerConfig;
import dev.modelyard.trainer.progress.EventPublisher;
import dev.modelyard.trainer.run.ActiveRuns;
import dev.modelyard.trainer.run.JobHandlers;
import dev.modelyard.trainer.run.RunService;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says every 3 seconds, and at each change of the slots, that this worker lives and what it is busy with. */
@ApplicationScoped
public class HeartbeatPublisher {
    private final WorkerConfig config;
    private final RunService runs;
    private final ActiveRuns active;
    private final JobHandlers handlers;
    private final EventPublisher events;
    private final String version;
    private final String host;
    private final Instant startedAt = Instant.now();
    private volatile Map<Lane, Integer> lanes = Map.of();
    private volatile boolean stopping;

    HeartbeatPublisher(
            WorkerConfig config,
            RunService runs,
            ActiveRuns active,
            JobHandlers handlers,
            EventPublisher events,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.runs = runs;
        this.active = active;
        this.handlers = handlers;
        this.events = events;
        this.version = version;
        this.host = config.host().orElseGet(HeartbeatPublisher::localHost);
    }

    /** From now on the slots of these lanes take jobs. */
    void start(Map<Lane, Integer> slots) {
        lanes = Map.copyOf(slots);
        active.onChange(this::beat);
        beat();
    }

    /** The last word: this worker takes nothing more. */
    void stopping() {
        stopping = true;
        beat();
    }

    @Scheduled(every = "3s")
    void beat() {
        if (!lanes.isEmpty()) {
            events.publish(new WorkerHeartbeat(
                    runs.worker(),
                    host,
                    version,
                    config.devices(),
                    runs.threads(),
                    runs.memoryBytes(),
                    lanes,
                    active.running(),
                    handlers.kinds(),
                    stopping,
                    startedAt,
                    Instant.now()));
        }
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
