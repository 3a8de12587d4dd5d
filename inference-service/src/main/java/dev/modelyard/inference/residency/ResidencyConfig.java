package dev.modelyard.inference.residency;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How models come into memory and leave it. */
@ConfigMapping(prefix = "modelyard.residency")
public interface ResidencyConfig {
    /**
     * Memory that loaded models may take together, as estimated from their files; half of the machine's, or of the container's, unless
     * set. Those used longest ago make room for others, and are loaded again by their next call.
     */
    Optional<MemorySize> memory();

    /** A model that had no call for this long leaves the memory; its next call loads it again. Absent: it stays while there is room. */
    Optional<Duration> idleAfter();

    /** How many models are fetched and loaded at the same time. */
    @WithDefault("2")
    int loadThreads();

    /** A model that could not be loaded by a call is not tried again by others for this long. */
    @WithDefault("5s")
    Duration retryAfter();

    /** The artifact store, {@code file:///folder} or {@code s3://bucket/prefix}; the same for all services and workers. Environment: MODELYARD_STORE. */
    @WithDefault("${modelyard.store}")
    URI store();

    /**
     * Folder for copies of models while they load, and for a note of what is being loaded, by which a model that ends the process is
     * found out. Environment: MODELYARD_DATA.
     */
    @WithDefault("${modelyard.data:.modelyard/inference}")
    Path data();
}
