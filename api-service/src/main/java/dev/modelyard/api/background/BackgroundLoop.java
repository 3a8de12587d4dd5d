package dev.modelyard.api.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does a piece of work each time it is raised, and at least that often, on a virtual thread of its own. Raised however often while the
 * work is being done, it is done once more. An exception is logged, and the work done again after a pause.
 */
public final class BackgroundLoop {
    private static final Logger LOG = Logger.getLogger(BackgroundLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Duration every;
    private final Runnable work;
    private final Semaphore raised = new Semaphore(1);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    public BackgroundLoop(String name, Duration every, Runnable work) {
        this.name = name;
        this.every = every;
        this.work = work;
    }

    /** Begins; the work is done at once for the first time. */
    public void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Something happened. */
    public void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /** Whether {@link #stop()} was called: long work ends early. */
    public boolean stopping() {
        return stopping;
    }

    /** Ends after the work at hand, which is interrupted if it takes long. */
    public void stop() {
        stopping = true;
        raised.release();
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(PATIENCE)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                if (raised.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    raised.drainPermits();
                }
                if (!stopping && !succeeds()) {
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                    raise();
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf(e, "%s was interrupted", name);
            Thread.currentThread().interrupt();
        }
    }

    private boolean succeeds() {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("%s did not work and is tried again: %s", name, e.getMessage());
            LOG.debug(name, e);
            return false;
        }
    }
}
