package dev.modelyard.inference.prediction;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a call may ask for. */
@ConfigMapping(prefix = "modelyard.prediction")
public interface PredictionConfig {
    /** The largest multipart body of images; a larger one is answered 413. JSON bodies have {@code modelyard.request.json-limit}. */
    @WithDefault("64M")
    MemorySize multipartLimit();

    /** How many pixels the images of one call may have together, by their headers; more are answered 413. */
    @WithDefault("100000000")
    long mostPixels();

    /** What Retry-After tells a caller whose model is still loading. */
    @WithDefault("1s")
    Duration retryWhileLoading();

    /** What Retry-After tells a caller who was refused because too many inputs wait. */
    @WithDefault("1s")
    Duration retryWhenFull();
}
