package dev.modelyard.api.dataset;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may become the content of a dataset. */
@ConfigMapping(prefix = "modelyard.dataset")
public interface DatasetConfig {
    /**
     * The folders below which content may be imported by its path, comma separated; workers must see them under the same paths.
     * None: nothing is imported by path. Environment: MODELYARD_IMPORT_ROOTS.
     */
    @WithDefault("${modelyard.import-roots:}")
    Optional<List<Path>> importRoots();

    /** The largest upload; a larger one is answered 413. {@code quarkus.http.limits.max-body-size} must not be smaller. */
    @WithDefault("10G")
    MemorySize largestUpload();

    /** An upload that has not become an import job after this long is deleted. */
    @WithDefault("24h")
    Duration unfinishedUpload();

    /** How much of a version's records one page of them may look through for those that were asked for. */
    @WithDefault("32M")
    MemorySize pageScan();
}
