package dev.modelyard.servicekit.request;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Has every body come at a pace. Whoever reads bodies on their way to a method does so after this. */
@Singleton
public class BodyPace {
    /** Looked up with the first request: filters are made while the application is built, before there is configuration. */
    private final Instance<RequestConfig> config;

    BodyPace(Instance<RequestConfig> config) {
        this.config = config;
    }

    @ServerRequestFilter(priority = 100)
    public void pace(ContainerRequestContext request) {
        if (request.hasEntity()) {
            RequestConfig limits = config.get();
            request.setEntityStream(new PacedInputStream(
                    request.getEntityStream(),
                    limits.bodyPatience(),
                    limits.slowestBody().asLongValue(),
                    System::nanoTime));
        }
    }
}
