package dev.modelyard.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.trainer.WorkerConfig;
import dev.modelyard.trainer.progress.EventPublisher;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs dispatches: names the run, says that it started, lets the handler work and says how it ended. */
@ApplicationScoped
public class RunService {
    private static final Logger LOG = Logger.getLogger(RunService.class);
    private static final ObjectMapper MAPPER = Json.mapper();
    private static final long MIB = 1L << 20;

    private final WorkerId worker = WorkerId.fresh();
    private final WorkerConfig config;
    private final JobHandlers handlers;
    private final ActiveRuns active;
    private final EventPublisher events;
    private final ArtifactStore store;
    private final Scratch scratch;
    private final Failures failures;

    public RunService(
            WorkerConfig config,
            JobHandlers handlers,
            ActiveRuns active,
            EventPublisher events,
            ArtifactStore store,
            Scratch scratch,
            Failures failures) {
        this.config = config;
        this.handlers = handlers;
        this.active = active;
        this.events = events;
        this.store = store;
        this.scratch = scratch;
        this.failures = failures;
    }

    /** This process's id; a restart is another worker. */
    public WorkerId worker() {
        return worker;
    }

    /** Processor threads for one training. */
    public int threads() {
        return config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** Memory for one training, in bytes. */
    public long memoryBytes() {
        return config.memoryMib().map(mebibytes -> mebibytes * MIB).orElseGet(() -> machineMemory() / 2);
    }

    /**
     * Names a run of the dispatch and waits until the broker has its start.
     *
     * @return what is left to do: the run itself
     */
    public Runnable begin(Dispatch dispatch, Lane lane) {
        RunId id = RunId.fresh();
        RunKey key = new RunKey(dispatch.job(), dispatch.number(), id);
        ActiveRun run = new ActiveRun(
                key,
                lane,
                store,
                scratch.create(id),
                new RunLog(id, store),
                lane == Lane.SHORT ? 1 : threads(),
                memoryBytes(),
                lane == Lane.GPU ? Math.min(dispatch.devices(), config.devices()) : 0,
                events::publish);
        LOG.infof(
                "run %s of job %s (%s, dispatch %d) begins",
                id, key.job(), dispatch.spec().kind(), key.dispatch());
        String host = config.host().orElse("");
        events.publishAndAwait(new JobEvent.Started(key, Instant.now(), worker, host));
        active.add(run);
        return () -> execute(dispatch, run);
    }

    private void execute(Dispatch dispatch, ActiveRun run) {
        try {
            JobEvent end = end(dispatch, run);
            LOG.infof("run %s ended: %s", run.run(), end.getClass().getSimpleName());
            run.runLog().flush();
            if (run.interruption() != Interruption.SUPERSEDED) {
                run.tick();
                events.publish(end);
            }
        } finally {
            active.remove(run);
            scratch.remove(run.scratch());
        }
    }

    private JobEvent end(Dispatch dispatch, ActiveRun run) {
        RunKey key = run.key();
        try {
            run.checkInterruption();
            return handle(dispatch, dispatch.spec(), run);
        } catch (InterruptedRunException e) {
            return switch (e.interruption()) {
                case STOP, NONE, SUPERSEDED -> new JobEvent.Stopped(key, Instant.now(), e.checkpoint());
                case YIELD -> new JobEvent.Yielded(key, Instant.now(), "the worker shuts down", e.checkpoint());
            };
        } catch (Exception | Error e) {
            // The last frame of a run: whatever went wrong, its owner must hear of it and the slot must live on.
            Failures.Failure failure = failures.of(e, run.run());
            run.log("failed: " + failure.message());
            return new JobEvent.Failed(
                    key,
                    Instant.now(),
                    failure.code(),
                    failure.message(),
                    failure.code().retryable());
        }
    }

    private <S extends JobSpec> JobEvent handle(Dispatch dispatch, S spec, ActiveRun run) {
        RunKey key = run.key();
        Optional<JobHandler<S>> handler = handlers.handlerOf(spec);
        if (handler.isEmpty()) {
            String reason = "this worker does not know jobs of kind " + spec.kind();
            return new JobEvent.Yielded(key, Instant.now(), reason, Optional.empty());
        }
        run.log("attempt %d on worker %s".formatted(dispatch.attempt(), worker));
        JobHandler.Result result = handler.get().handle(spec, dispatch.resume(), run);
        run.checkInterruption();
        return new JobEvent.Succeeded(key, Instant.now(), result.artifact(), MAPPER.valueToTree(result.summary()));
    }

    private static long machineMemory() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    @Scheduled(every = "1s")
    void tick() {
        for (ActiveRun run : active.all()) {
            run.tick();
            run.runLog().flush();
        }
    }
}
