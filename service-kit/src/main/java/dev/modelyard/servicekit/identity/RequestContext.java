package dev.modelyard.servicekit.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Where a request is worked on. */
final class RequestContext {
    private RequestContext() {}

    /** What another request, or a timer, brings to its end goes on where the body of this request is read. */
    static <T> Uni<T> resume(Uni<T> shared) {
        Context context = Vertx.currentContext();
        return context == null ? shared : shared.emitOn(task -> context.runOnContext(_ -> task.run()));
    }
}
