package dev.modelyard.api.deployment;

import dev.modelyard.api.background.BackgroundLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Says the desired state of all deployments again now and then, and forgets replicas that are gone for long. */
@ApplicationScoped
class Republication {
    private final DeploymentService deployments;
    private final ReplicaService replicas;
    private final BackgroundLoop loop;

    Republication(DeploymentService deployments, ReplicaService replicas, DeploymentConfig config) {
        this.deployments = deployments;
        this.replicas = replicas;
        this.loop = new BackgroundLoop("republication", config.republishEvery(), this::republish);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    private void republish() {
        deployments.republish();
        replicas.forgetSilent();
    }
}
