package dev.modelyard.trainer.intake;

import dev.modelyard.contracts.job.Lane;
import dev.modelyard.trainer.WorkerConfig;
import dev.modelyard.trainer.progress.EventPublisher;
import dev.modelyard.trainer.run.ActiveRuns;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.RunService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Starts the slots with the worker and, when it stops, hands running jobs back before it goes. */
@ApplicationScoped
public class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final WorkerConfig config;
    private final Map<String, Object> kafka;
    private final RunService runs;
    private final ActiveRuns active;
    private final EventPublisher events;
    private final HeartbeatPublisher heartbeat;
    private final BrokerCheck broker;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Intake(
            WorkerConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            RunService runs,
            ActiveRuns active,
            EventPublisher events,
            HeartbeatPublisher heartbeat,
            BrokerCheck broker) {
        this.config = config;
        this.kafka = kafka;
        this.runs = runs;
        this.active = active;
        this.events = events;
        this.heartbeat = heartbeat;
        this.broker = broker;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("intake-start").start(() -> {
            if (broker.awaitShareGroups()) {
                startSlots();
            }
        });
    }

    private synchronized void startSlots() {
        if (active.isClosed()) {
            return;
        }
        Map<Lane, Integer> lanes = new HashMap<>();
        if (config.training()) {
            // A worker with GPUs trains on processors too while no job asks for its GPUs.
            List<Lane> training = config.devices() > 0 ? List.of(Lane.GPU, Lane.CPU) : List.of(Lane.CPU);
            start("training", training);
            training.forEach(lane -> lanes.put(lane, 1));
        }
        for (int i = 1; i <= config.shortSlots(); i++) {
            start("short-" + i, List.of(Lane.SHORT));
        }
        lanes.put(Lane.SHORT, config.shortSlots());
        heartbeat.start(lanes);
        LOG.infof("worker %s takes jobs from %s", runs.worker(), lanes);
    }

    private void start(String name, List<Lane> lanes) {
        Slot slot = new Slot(lanes, kafka, runs::begin);
        slots.add(slot);
        // Native training code needs a platform thread: libtorch keeps settings in thread-local memory.
        threads.add(Thread.ofPlatform().name("slot-" + name).start(slot));
    }

    void stop(@Observes ShutdownEvent event) {
        List<Thread> waiting;
        synchronized (this) {
            active.close();
            slots.forEach(Slot::stop);
            waiting = List.copyOf(threads);
        }
        heartbeat.stopping();
        active.interruptAll(Interruption.YIELD);
        Instant deadline = Instant.now().plus(config.handBackTimeout());
        for (Thread thread : waiting) {
            join(thread, Duration.between(Instant.now(), deadline));
        }
        events.close(Duration.ofSeconds(5));
    }

    private static void join(Thread thread, Duration left) {
        try {
            if (left.isPositive() && !thread.join(left)) {
                LOG.warnf("%s did not hand its job back in time; the sweep will", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
