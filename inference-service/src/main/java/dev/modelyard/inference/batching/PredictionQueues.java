package dev.modelyard.inference.batching;

import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Opens queues in front of loaded models, all on the same threads. */
@ApplicationScoped
public class PredictionQueues {
    private static final Logger LOG = Logger.getLogger(PredictionQueues.class);

    /** What may be computed on the thread of a request, which holds its carrier for so long: about what handing it over takes. */
    private static final long BRIEF_NANOS = 200_000;

    private final NativeThreads threads;
    private final BatchTimer timer;
    private final BatchingConfig config;
    private final MeterRegistry registry;

    public PredictionQueues(NativeThreads threads, BatchTimer timer, BatchingConfig config, MeterRegistry registry) {
        this.threads = threads;
        this.timer = timer;
        this.config = config;
        this.registry = registry;
    }

    /** How models are to be loaded, so that the threads of this replica and those of ONNX Runtime fit together. */
    public SessionSettings sessionSettings() {
        return new SessionSettings(config.threadsPerRun());
    }

    /** How long a call may wait and run. */
    public Duration deadline() {
        return config.deadline();
    }

    /**
     * Warms a model up and opens a queue that owns it from now on.
     *
     * @param known how it computes best; empty: that is measured, which takes a third of a second or so
     * @param wanted what its owner wants otherwise
     */
    public PredictionQueue open(ModelId id, ServableModel model, Optional<Calibration> known, BatchLimits wanted) {
        Calibration calibration = known.orElseGet(() -> Calibration.of(model, config.maxBatch()));
        if (known.isPresent()) {
            model.run(List.of(model.blank()));
        } else {
            LOG.infof(
                    "%s: batches of %d, waits %d us for company",
                    id, calibration.largestBatch(), calibration.linger().toNanos() / 1000);
        }
        BatchMetrics metrics = BatchMetrics.of(registry, id);
        long linger = wanted.longestWaitMs()
                .map(PredictionQueues::nanos)
                .orElseGet(() -> Math.min(
                        calibration.linger().toNanos(), config.longestLinger().toNanos()));
        var limits = new BatchQueue.Limits(
                Math.min(wanted.maxBatch().orElse(calibration.largestBatch()), config.maxBatch()),
                linger,
                config.queueCapacity(),
                threads.count(),
                linger > 0 ? 0 : brief(calibration));
        return new PredictionQueue(
                model, calibration, new BatchQueue<>(new ModelRun(model), threads, timer, limits, metrics), metrics);
    }

    /** As many inputs as may be computed by who asks. */
    private static int brief(Calibration calibration) {
        return (int) (BRIEF_NANOS / Math.max(1, calibration.alone().toNanos()));
    }

    private static long nanos(double milliseconds) {
        return Math.round(milliseconds * 1e6);
    }
}
