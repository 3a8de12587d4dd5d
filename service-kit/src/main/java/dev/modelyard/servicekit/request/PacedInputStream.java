package dev.modelyard.servicekit.request;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A body that must not come too slowly, so that nobody keeps many requests open with little effort. */
final class PacedInputStream extends FilterInputStream {
    /** What is answered to a body that comes too slowly. */
    static final Failure TOO_SLOW = Failure.of(ErrorCode.REQUEST_TIMEOUT, "The body of the request comes too slowly.");

    private static final double NANOS = 1e9;
    /** How often it is looked who pauses: setting an alarm for each read would cost more than the read. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Those that wait for a caller now, over all bodies. */
    private static final Set<Pause> PAUSES = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().name("slow-bodies").daemon().start(PacedInputStream::look);
    }

    private final Duration patience;
    private final long slowest;
    private final LongSupplier clock;
    private final Runnable refusal;
    /** Nanoseconds that reads have waited; what is done with the bytes takes its own time. */
    private long waited;

    private long count;
    private boolean refused;

    /**
     * @param patience that every body has
     * @param slowest bytes a second that must have come beyond that
     * @param clock nanoseconds
     * @param refusal is told once it has come too slowly
     */
    PacedInputStream(InputStream body, Duration patience, long slowest, LongSupplier clock, Runnable refusal) {
        super(body);
        this.patience = patience;
        this.slowest = slowest;
        this.clock = clock;
        this.refusal = refusal;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Pause pause = new Pause(System.nanoTime() + patience.toNanos());
        PAUSES.add(pause);
        long asked = clock.getAsLong();
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (InterruptedIOException e) {
            if (pause.end()) {
                throw refused(e);
            }
            throw e;
        } finally {
            PAUSES.remove(pause);
            pause.end();
        }
        waited += clock.getAsLong() - asked;
        count += Math.max(read, 0);
        double allowed = patience.toNanos() + count * NANOS / slowest;
        if (read >= 0 && waited > allowed) {
            throw refused(null);
        }
        return read;
    }

    /** What is left of a body that came too slowly is not waited for. */
    @Override
    public void close() throws IOException {
        if (!refused) {
            super.close();
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** A read that waits for the caller; its thread is interrupted when it has done so for too long. */
    private static final class Pause {
        private final Thread reader = Thread.currentThread();
        private final long until;
        private boolean over;
        private boolean tooLong;

        Pause(long until) {
            this.until = until;
        }

        synchronized void interruptAfter(long now) {
            if (!over && !tooLong && now - until > 0) {
                tooLong = true;
                reader.interrupt();
            }
        }

        /** Whether it has taken too long; the thread is not interrupted for it any more. */
        synchronized boolean end() {
            if (tooLong && !over) {
                boolean _ = Thread.interrupted();
            }
            over = true;
            return tooLong;
        }
    }

    private static void look() {
        while (true) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            PAUSES.forEach(pause -> pause.interruptAfter(now));
        }
    }

    private ProblemException refused(@Nullable IOException cause) {
        if (!refused) {
            refused = true;
            refusal.run();
        }
        return cause == null ? new ProblemException(TOO_SLOW) : new ProblemException(TOO_SLOW, cause);
    }
}
