package dev.modelyard.trainer.run;

import dev.modelyard.contracts.id.RunId;
import dev.modelyard.trainer.WorkerConfig;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The private folders of runs; what an earlier process left is removed at the start. The worker's folder is claimed for as long as it
 * lives: another that was given the same by mistake would remove what runs of this one are using.
 */
@Startup
@ApplicationScoped
public class Scratch {
    private static final Logger LOG = Logger.getLogger(Scratch.class);

    private final Path data;
    private final Path folder;
    private @Nullable FileChannel claim;

    public Scratch(WorkerConfig config) {
        this.data = config.data().toAbsolutePath();
        this.folder = data.resolve("scratch");
    }

    /** @throws IllegalStateException if another worker has the folder */
    @PostConstruct
    void open() {
        try {
            Files.createDirectories(data);
            claim = claimed(data.resolve("worker.lock"));
        } catch (IOException e) {
            throw new UncheckedIOException("the worker's folder " + data + " cannot be used", e);
        }
        remove(folder);
    }

    @PreDestroy
    void close() {
        try {
            if (claim != null) {
                claim.close();
            }
        } catch (IOException e) {
            LOG.warnf("the claim on %s could not be given up, the end of the process will: %s", data, e.getMessage());
        }
    }

    private FileChannel claimed(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debugf(e, "%s is locked by this very process", file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IllegalStateException("Another worker uses the folder " + data
                + ": give each its own (MODELYARD_WORKER_DATA or MODELYARD_DATA).");
    }

    Path create(RunId run) {
        try {
            return Files.createDirectories(folder.resolve(run.value()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the scratch folder of run " + run, e);
        }
    }

    void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            List<Path> deepestFirst;
            try (Stream<Path> tree = Files.walk(path)) {
                deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warnf("scratch folder not removed, the next start will: %s", e.getMessage());
        }
    }
}
