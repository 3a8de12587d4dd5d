package dev.modelyard.api.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Somebody who waits for a job to change. Woken however often before it looks, it looks once. */
final class Watcher implements AutoCloseable {
    private final Consumer<Watcher> onClose;
    private final Semaphore woken = new Semaphore(0);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean ended;

    Watcher(Consumer<Watcher> onClose) {
        this.onClose = onClose;
    }

    void wake() {
        woken.release();
    }

    /** The service ends, or the client has gone: whoever writes is to stop. */
    void end() {
        ended = true;
        woken.release();
    }

    boolean ended() {
        return ended;
    }

    /** Waits until it is woken, at most that long. */
    void await(Duration longest) throws InterruptedException {
        if (woken.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end();
            onClose.accept(this);
        }
    }
}
