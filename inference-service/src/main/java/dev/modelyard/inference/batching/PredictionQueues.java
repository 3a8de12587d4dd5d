package dev.modelyard.inference.batching;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.sample.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens queues in front of loaded models, all on the same threads. */
@ApplicationScoped
public class PredictionQueues {
    private final NativeThreads threads;
    private final BatchingConfig config;
    private final MeterRegistry registry;

    PredictionQueues(NativeThreads threads, BatchingConfig config, MeterRegistry registry) {
        this.threads = threads;
        this.config = config;
        this.registry = registry;
    }

    /** How models are to be loaded, so that the threads of this replica and those of ONNX Runtime fit together. */
    public SessionSettings sessionSettings() {
        return new SessionSettings(config.threadsPerRun());
    }

    /** A queue that owns the model from now on. */
    public PredictionQueue open(ModelId id, ServableModel model) {
        var limits = new BatchQueue.Limits(config.maxBatch(), config.queueCapacity(), threads.count());
        var queue =
                new BatchQueue<Sample, Outcome>(new ModelRun(model), threads, limits, BatchMetrics.of(registry, id));
        return new PredictionQueue(model, queue, config.deadline());
    }
}
