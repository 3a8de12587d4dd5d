package dev.modelyard.inference.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready for traffic once it is known which models are started. */
@Readiness
@ApplicationScoped
class DeploymentsRead implements HealthCheck {
    private final CatchUp catchUp;

    DeploymentsRead(CatchUp catchUp) {
        this.catchUp = catchUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("deployments read")
                .status(catchUp.done())
                .build();
    }
}
