package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.wire.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers, in the same shape, the requests that never reach the REST layer: no route at all, or an unreadable URI. */
@Singleton
class UnroutedRequests {
    private final ErrorShapes shapes;

    UnroutedRequests(ErrorShapes shapes) {
        this.shapes = shapes;
    }

    void register(@Observes Router router) {
        router.route()
                .order(Integer.MAX_VALUE)
                .handler(context -> write(context, Failure.of(ErrorCode.NOT_FOUND, "There is nothing at this path.")));
        router.errorHandler(
                400, context -> write(context, Failure.of(ErrorCode.MALFORMED_REQUEST, "The request cannot be read.")));
        router.errorHandler(
                413, context -> write(context, Failure.of(ErrorCode.TOO_LARGE, "The body is larger than the limit.")));
    }

    private void write(RoutingContext context, Failure failure) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        String path = context.request().path();
        ErrorShape shape = shapes.of(path == null ? "" : path);
        response.setStatusCode(shape.status(failure)).putHeader("Content-Type", shape.mediaType());
        failure.headers().forEach(response::putHeader);
        response.end(Json.write(shape.body(failure)));
    }
}
