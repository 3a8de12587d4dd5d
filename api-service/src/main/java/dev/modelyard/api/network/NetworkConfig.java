package dev.modelyard.api.network;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Networks beside those of this build. */
@ConfigMapping(prefix = "modelyard.networks")
public interface NetworkConfig {
    /** Folder of pretrained networks, each a folder in the layout of Hugging Face; the same that workers have. None if unset. */
    @WithDefault("${modelyard.backbones:}")
    Optional<Path> backbones();
}
