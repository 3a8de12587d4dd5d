package dev.modelyard.trainer.run;

import dev.modelyard.contracts.id.RunId;
import dev.modelyard.trainer.WorkerConfig;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The private folders of runs; what an earlier process left is removed at the start. */
@ApplicationScoped
public class Scratch {
    private static final Logger LOG = Logger.getLogger(Scratch.class);

    private final Path folder;

    public Scratch(WorkerConfig config) {
        this.folder = config.data().resolve("scratch").toAbsolutePath();
    }

    @PostConstruct
    void clear() {
        remove(folder);
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
