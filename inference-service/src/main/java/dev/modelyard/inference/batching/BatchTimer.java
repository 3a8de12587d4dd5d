package dev.modelyard.inference.batching;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Wakes queues whose calls have waited long enough for company. */
@ApplicationScoped
public class BatchTimer implements Alarm {
    private static final Logger LOG = Logger.getLogger(BatchTimer.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("batch-timer").daemon().factory());

    @Override
    public boolean set(long nanos, Runnable action) {
        try {
            Future<?> _ = thread.schedule(action, nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the service is stopping: nobody waits for company any more", e);
            return false;
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
