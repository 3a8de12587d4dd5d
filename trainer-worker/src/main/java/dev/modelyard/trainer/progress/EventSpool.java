package dev.modelyard.trainer.progress;

import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Terminal events on this worker's disk, one file a run, until the broker has them. */
final class EventSpool {
    private static final Logger LOG = Logger.getLogger(EventSpool.class);
    private static final String ENDING = ".json";

    private final Path folder;

    EventSpool(Path folder) {
        this.folder = folder;
    }

    /** Keeps the event; on disk for certain when this returns. */
    void keep(JobEvent event) {
        Path file = file(event);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(Json.writeBytes(event));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot keep the end of run " + event.run().run(), e);
        }
    }

    /** The broker has the event. */
    void forget(JobEvent event) {
        try {
            Files.deleteIfExists(file(event));
        } catch (IOException e) {
            // It will be sent once more at the next start, which harms nothing: terminal states absorb.
            LOG.warnf("cannot remove the spooled end of run %s: %s", event.run().run(), e.getMessage());
        }
    }

    /** What an earlier process of this worker could not send any more. */
    List<JobEvent> kept() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<JobEvent> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                read(file, events);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the spool of terminal events", e);
        }
        return events;
    }

    private static void read(Path file, List<JobEvent> events) throws IOException {
        try {
            events.add(Json.read(Files.readAllBytes(file), JobEvent.class));
        } catch (MalformedMessageException e) {
            LOG.errorf("spooled event %s is not readable and is passed over: %s", file.getFileName(), e.getMessage());
        }
    }

    private Path file(JobEvent event) {
        return folder.resolve(event.run().run().value() + ENDING);
    }
}
