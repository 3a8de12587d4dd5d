package dev.modelyard.api.artifact;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;

/** Makes the store of this installation a bean. */
class ArtifactStoreSource {
    @Produces
    @ApplicationScoped
    ArtifactStore store(ArtifactConfig config) throws IOException {
        return ArtifactStores.open(config.location());
    }
}
