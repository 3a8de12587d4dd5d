package dev.modelyard.inference.batching;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.modellibrary.prediction.ServableModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Queues without a service around them, with the configuration's defaults. */
public final class LocalQueues {
    private static final BatchingConfig DEFAULTS = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(BatchingConfig.class)
            .build()
            .getConfigMapping(BatchingConfig.class);

    private LocalQueues() {}

    public static PredictionQueue open(ServableModel model) {
        return new PredictionQueues(new NativeThreads(DEFAULTS), DEFAULTS, new SimpleMeterRegistry())
                .open(ModelId.fresh(), model);
    }
}
