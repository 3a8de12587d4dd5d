package dev.modelyard.api.watch;

import dev.modelyard.api.job.JobHistoryService.History;
import dev.modelyard.api.job.JobService.Snapshot;
import dev.modelyard.api.job.RecordedChange;
import dev.modelyard.api.messaging.Outages;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The changes of one job as server-sent events (WHATWG HTML §9.2), for one client. The id of an event is the number of the change,
 * so whoever comes back with the last one misses nothing, on whichever replica.
 */
final class ChangeStream implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ChangeStream.class);

    /** Changes read at once. */
    static final int BATCH = 100;

    private final Watcher watcher;
    private final WatchConfig config;
    private final BooleanSupplier standing;
    private final LongFunction<History> history;
    private final Supplier<Snapshot> snapshot;
    private final Optional<Long> after;
    private long written = System.nanoTime();

    /**
     * @param history changes after a number
     * @param snapshot the job as it is
     */
    ChangeStream(
            Watcher watcher,
            WatchConfig config,
            BooleanSupplier standing,
            LongFunction<History> history,
            Supplier<Snapshot> snapshot,
            Optional<Long> after) {
        this.watcher = watcher;
        this.config = config;
        this.standing = standing;
        this.history = history;
        this.snapshot = snapshot;
        this.after = after;
    }

    /** Writes until the job has ended, is deleted or may not be seen any more, the service ends or the client goes; blocks while nothing happens. */
    void write(OutputStream out) {
        try (this) {
            writeAll(out);
        } catch (IOException e) {
            LOG.debug("a client that watched has gone", e);
        }
    }

    private void writeAll(OutputStream out) throws IOException {
        try {
            long last = after.isPresent() ? after.get() : writeSnapshot(out);
            while (!watcher.ended() && standing.getAsBoolean()) {
                History next = history.apply(last);
                for (RecordedChange change : next.changes()) {
                    event(out, change.type(), change.number(), change.data());
                    last = change.number();
                }
                if (next.isOver(last)) {
                    return;
                }
                if (next.changes().size() < BATCH) {
                    rest(out);
                }
            }
        } catch (ProblemException e) {
            // Deleted, or not the caller's any more: nothing follows, and an event says so.
            text(out, "event: gone\ndata: {}\n\n");
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!Outages.isOne(e)) {
                throw e;
            }
            LOG.warnf("a stream ends, because something is away; its client may come back: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        watcher.close();
    }

    private long writeSnapshot(OutputStream out) throws IOException {
        Snapshot now = snapshot.get();
        event(out, "job", now.events(), Json.write(now.job()));
        out.flush();
        return now.events();
    }

    private void rest(OutputStream out) throws IOException, InterruptedException {
        out.flush();
        watcher.await(config.every());
        if (Duration.ofNanos(System.nanoTime() - written).compareTo(config.quiet()) >= 0) {
            text(out, ":\n\n");
            out.flush();
        }
    }

    private void event(OutputStream out, String type, long number, String data) throws IOException {
        text(out, "event: " + type + "\nid: " + number + "\ndata: " + data + "\n\n");
    }

    private void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        written = System.nanoTime();
    }
}
