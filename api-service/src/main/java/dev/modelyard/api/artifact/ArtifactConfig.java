package dev.modelyard.api.artifact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** The artifact store and what is done about objects nobody needs any more. */
@ConfigMapping(prefix = "modelyard.artifact")
public interface ArtifactConfig {
    /**
     * Where artifacts lie, {@code file:///folder} or {@code s3://bucket/prefix}; the same for all services and workers. Environment:
     * MODELYARD_STORE.
     */
    @WithDefault("${modelyard.store}")
    URI location();

    /** How often objects that are to be deleted are looked for, besides right after each deletion. */
    @WithDefault("10s")
    Duration sweepEvery();

    /** A deletion that failed is tried again after this long, and after that many times as long with each try. */
    @WithDefault("30s")
    Duration retryAfter();

    /** How many files the manifests that are kept in memory may name together. */
    @WithDefault("200000")
    int rememberedFiles();
}
