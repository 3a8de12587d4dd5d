package dev.modelyard.inference.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready for traffic once it is known which models are started. */
@Readiness
@ApplicationScoped
class DeploymentsRead implements HealthCheck {
    private final DeploymentService deployments;

    DeploymentsRead(DeploymentService deployments) {
        this.deployments = deployments;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("deployments read")
                .status(deployments.allKnown())
                .build();
    }
}
