package dev.modelyard.trainer.run;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStores;
import dev.modelyard.trainer.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;

/** Opens the artifact store once for all runs. */
@ApplicationScoped
class StoreOpener {
    @Produces
    @ApplicationScoped
    ArtifactStore open(WorkerConfig config) throws IOException {
        return ArtifactStores.open(config.store());
    }
}
