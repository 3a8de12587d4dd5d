package dev.modelyard.api.prediction;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How predictions are passed on to inference replicas. */
@ConfigMapping(prefix = "modelyard.prediction")
public interface PredictionConfig {
    /**
     * Where predictions go while no live replica is known to hold the model; absent: they are answered 503 until one does.
     * Environment: MODELYARD_INFERENCE_URL.
     */
    @WithDefault("${modelyard.inference-url:}")
    Optional<URI> inferenceUrl();

    /** A prediction that has no answer after this long is answered 504. */
    @WithDefault("30s")
    Duration deadline();

    /** How long a connection to a replica may take before the next one is tried. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** The largest request and the largest answer. All answers on their way together take an eighth of the heap at most. */
    @WithDefault("64M")
    MemorySize largestBody();

    /** A request up to this size is kept while it is sent, so that it can be sent to another replica if one breaks off. */
    @WithDefault("1M")
    MemorySize keptBody();
}
