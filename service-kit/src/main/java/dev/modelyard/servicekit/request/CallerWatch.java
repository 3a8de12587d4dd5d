package dev.modelyard.servicekit.request;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Interrupts work whose caller has hung up: nobody waits for its answer any more. */
@ApplicationScoped
public class CallerWatch {
    private final CurrentVertxRequest request;

    CallerWatch(CurrentVertxRequest request) {
        this.request = request;
    }

    /** What an answer takes. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws IOException;
    }

    /**
     * Does work on the calling thread for the current request, which must be interruptible without harm; the thread is interrupted when
     * the connection of the request ends before the work does.
     */
    public <T> T during(Work<T> work) throws IOException {
        @Nullable RoutingContext context = request.getCurrent();
        if (context == null) {
            return work.done();
        }
        Worker worker = new Worker();
        int handler = context.addEndHandler(end -> {
            if (end.failed()) {
                worker.interrupt();
            }
        });
        try {
            return work.done();
        } finally {
            worker.end();
            context.removeEndHandler(handler);
        }
    }

    /** The thread that works, for as long as it does. */
    private static final class Worker {
        private final Thread thread = Thread.currentThread();
        private boolean ended;

        synchronized void interrupt() {
            if (!ended) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            ended = true;
        }
    }
}
