package dev.modelyard.trainer.dataset.content;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What may be imported, and how large it may be. */
@ConfigMapping(prefix = "modelyard.import")
public interface ImportConfig {
    /** Folders below which content may be imported by path, comma separated; none: uploads only. */
    Optional<List<Path>> roots();

    /** Files and folders in one archive. */
    @WithDefault("1000000")
    long maxEntries();

    /** Bytes of all files of one archive, unpacked. */
    @WithDefault("64G")
    MemorySize maxUnpacked();

    /** Unpacked bytes of an archive for each packed one, once it has more than 64 MiB; above it is taken for a bomb. */
    @WithDefault("200")
    int maxRatio();

    /** Bytes of one image file. */
    @WithDefault("64M")
    MemorySize maxImageSize();

    /** Pixels of one image. */
    @WithDefault("50000000")
    long maxPixels();
}
