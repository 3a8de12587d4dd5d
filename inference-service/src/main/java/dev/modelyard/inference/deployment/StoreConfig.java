package dev.modelyard.inference.deployment;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;

/** Where artifacts come from. */
@ConfigMapping(prefix = "modelyard")
public interface StoreConfig {
    /** The artifact store: {@code file:///folder} or {@code s3://bucket/prefix}. */
    URI store();

    /** A local working folder of this service; what it holds can be lost at any time. */
    Path data();
}
