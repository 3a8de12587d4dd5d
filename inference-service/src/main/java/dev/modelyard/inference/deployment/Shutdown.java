package dev.modelyard.inference.deployment;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The end of this replica: requests have been answered by now, models are let go, and the others told. */
@Singleton
class Shutdown {
    private static final Logger LOG = Logger.getLogger(Shutdown.class);

    private final DeploymentService deployments;
    private final DeploymentConfig config;

    Shutdown(DeploymentService deployments, DeploymentConfig config) {
        this.deployments = deployments;
        this.config = config;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        CompletableFuture<Void> unloaded = deployments.unloadAll();
        try {
            unloaded.get(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Not everything was let go within %s", config.drainTimeout());
        } catch (ExecutionException e) {
            LOG.warn("Letting the models go failed", e.getCause());
        }
    }
}
