package dev.modelyard.inference.residency;

import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.error.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jboss.logging.Logger;

/**
 * Notes on disk what is being loaded. A note that is there when a load begins is of one that ended the process, as native code can:
 * such a model is loaded while no other is, so that no other is blamed for what it does, and is given up when it has done it twice.
 */
@Singleton
final class LoadJournal {
    private static final Logger LOG = Logger.getLogger(LoadJournal.class);
    private static final int MOST_ENDINGS = 2;
    private static final Duration GIVEN_UP_FOR = Duration.ofHours(1);

    private final Path folder;
    private final Clock clock;
    private final Map<Path, Loads> open = new HashMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    @Inject
    LoadJournal(ResidencyConfig config) {
        this(config.data().resolve("loading"), Clock.systemUTC());
    }

    LoadJournal(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Loads of one version by this process; there may be several at a time, of which none has ended it.
     *
     * @param endings of processes before this one
     */
    private record Loads(int endings, int going) {
        Loads more(int by) {
            return new Loads(endings, going + by);
        }
    }

    /** A load that is going on, until it is closed by the thread that began it, however the load has ended. */
    interface Note extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Notes that a load begins; waits while a model that has ended the process is loaded.
     *
     * @throws UnloadableException if it has ended the process too often
     */
    Note begin(ModelSource source) throws IOException, UnloadableException {
        Path note = folder.resolve(source.digest());
        int endings = enter(note);
        Lock held = endings == 0 ? lock.readLock() : lock.writeLock();
        held.lock();
        try {
            write(note, endings + 1);
        } catch (IOException e) {
            held.unlock();
            left(note);
            throw e;
        }
        return () -> {
            try {
                end(note);
            } catch (IOException e) {
                LOG.warnf(e, "the note of %s stays, and will be taken for a load that ended this process", source);
            } finally {
                held.unlock();
            }
        };
    }

    private synchronized int enter(Path note) throws IOException, UnloadableException {
        Loads loads = open.get(note);
        if (loads == null) {
            loads = new Loads(endings(note), 0);
        }
        if (loads.endings() >= MOST_ENDINGS) {
            throw new UnloadableException(
                    ErrorCode.ARTIFACT_CORRUPT,
                    "loading it ended this replica %d times; it is not tried again for an hour"
                            .formatted(loads.endings()));
        }
        open.put(note, loads.more(1));
        return loads.endings();
    }

    /** The last load of a version takes the note along, before another can see it. */
    private synchronized void end(Path note) throws IOException {
        if (left(note)) {
            Files.deleteIfExists(note);
        }
    }

    /** Whether no other load of that version goes on. */
    private synchronized boolean left(Path note) {
        return open.computeIfPresent(note, (_, loads) -> loads.going() == 1 ? null : loads.more(-1)) == null;
    }

    /** The process ends because somebody wants it to: no load is to blame. */
    @PreDestroy
    synchronized void forgive() throws IOException {
        for (Path note : open.keySet()) {
            Files.deleteIfExists(note);
        }
    }

    private int endings(Path note) throws IOException {
        try {
            Instant at = Files.getLastModifiedTime(note).toInstant();
            if (at.plus(GIVEN_UP_FOR).isBefore(clock.instant())) {
                Files.deleteIfExists(note);
                return 0;
            }
            // A note that was not written to its end is as good as one: the process ended.
            String count = Files.readString(note);
            return count.matches("\\d{1,4}") ? Integer.parseInt(count) : 1;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void write(Path note, int begun) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(note, String.valueOf(begun));
        try (FileChannel channel = FileChannel.open(note, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
