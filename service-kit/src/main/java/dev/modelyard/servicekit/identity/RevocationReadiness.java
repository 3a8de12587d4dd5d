package dev.modelyard.servicekit.identity;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A process that does not know yet who was revoked takes no requests. */
@Readiness
@Singleton
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
class RevocationReadiness implements HealthCheck {
    private final RevocationListener listener;

    RevocationReadiness(RevocationListener listener) {
        this.listener = listener;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("revocations")
                .status(listener.caughtUp())
                .build();
    }
}
