package dev.modelyard.servicekit.request;

import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Has every body come at a pace. Whoever reads bodies on their way to a method does so after this. */
@Singleton
public class BodyPace {
    /** Looked up with the first request: filters are made while the application is built, before there is configuration. */
    private final Instance<RequestConfig> config;

    private final CurrentVertxRequest current;

    BodyPace(Instance<RequestConfig> config, CurrentVertxRequest current) {
        this.config = config;
        this.current = current;
    }

    @ServerRequestFilter(priority = 100)
    public void pace(ContainerRequestContext request) {
        RoutingContext context = current.getCurrent();
        if (SmallBodies.isLate(context)) {
            hangUpAfterwards();
            throw new ProblemException(PacedInputStream.TOO_SLOW);
        }
        if (request.hasEntity() && !SmallBodies.isHere(context)) {
            RequestConfig limits = config.get();
            request.setEntityStream(new PacedInputStream(
                    request.getEntityStream(),
                    limits.bodyPatience(),
                    limits.slowestBody().asLongValue(),
                    System::nanoTime,
                    this::hangUpAfterwards));
        }
    }

    /** Else the connection would stay open for the rest of the body. */
    private void hangUpAfterwards() {
        RoutingContext context = current.getCurrent();
        context.addEndHandler(_ -> context.request().connection().close());
    }
}
