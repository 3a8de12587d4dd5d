package dev.modelyard.api.watch;

import dev.modelyard.api.job.JobHistoryService.Runs;
import dev.modelyard.api.messaging.Outages;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The log of one job as its runs write it, chunk after chunk, for one client. */
final class LogStream implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LogStream.class);

    /** Finds a chunk of a run's log, once it is there. */
    interface Chunks {
        /** @throws IOException if the store does not answer */
        Optional<InputStream> open(RunId run, int number) throws IOException;
    }

    private final Watcher watcher;
    private final WatchConfig config;
    private final BooleanSupplier standing;
    private final Supplier<Runs> runs;
    private final Chunks chunks;
    private long skip;
    private int run;
    private int chunk;
    /** Whether the store did not answer when it was last asked, so that what is not there may be. */
    private boolean away;

    LogStream(
            Watcher watcher,
            WatchConfig config,
            BooleanSupplier standing,
            Supplier<Runs> runs,
            Chunks chunks,
            long offset) {
        this.watcher = watcher;
        this.config = config;
        this.standing = standing;
        this.runs = runs;
        this.chunks = chunks;
        this.skip = offset;
    }

    /** Writes until the job has ended and its log is written, the service ends or the client goes. */
    void write(OutputStream out) {
        try (this) {
            while (!watcher.ended() && standing.getAsBoolean()) {
                // Asked first: what a run logs before its end is in the store when its job has ended.
                Runs known = runs.get();
                writeNew(out, known);
                out.flush();
                if (known.ended() && !away) {
                    return;
                }
                Thread.sleep(config.logEvery());
            }
        } catch (IOException e) {
            LOG.debug("a client that followed a log has gone", e);
        } catch (ProblemException e) {
            LOG.debug("a log that was followed is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!Outages.isOne(e)) {
                throw e;
            }
            LOG.warnf("a log is followed no more, because something is away: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        watcher.close();
    }

    private void writeNew(OutputStream out, Runs known) throws IOException {
        while (run < known.runs().size()) {
            while (writeChunk(out, known.runs().get(run))) {
                chunk++;
            }
            if (away || run == known.runs().size() - 1) {
                return;
            }
            run++;
            chunk = 0;
        }
    }

    private boolean writeChunk(OutputStream out, RunId of) throws IOException {
        Optional<InputStream> found = open(of);
        if (found.isEmpty()) {
            return false;
        }
        try (InputStream in = found.get()) {
            long skipped = in.skip(skip);
            while (skipped > 0) {
                skip -= skipped;
                skipped = in.skip(skip);
            }
            in.transferTo(out);
        }
        return true;
    }

    /** The chunk whose turn it is; while the store is away it is not there yet. */
    private Optional<InputStream> open(RunId of) {
        try {
            away = false;
            return chunks.open(of, chunk);
        } catch (IOException e) {
            away = true;
            LOG.warnf("a log that is followed waits for the store: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
