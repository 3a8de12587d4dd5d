package dev.modelyard.api.messaging;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says, in the words of the setup, why messages cannot flow. */
@Readiness
@Singleton
class MessagingReadiness implements HealthCheck {
    private final MessagingLifecycle lifecycle;

    MessagingReadiness(MessagingLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        var response =
                HealthCheckResponse.named("topics").status(lifecycle.missing().isEmpty());
        lifecycle.missing().ifPresent(sentence -> response.withData("missing", sentence));
        return response.build();
    }
}
