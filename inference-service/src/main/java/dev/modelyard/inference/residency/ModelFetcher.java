package dev.modelyard.inference.residency;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStores;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.ModelFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Brings the files that serving needs from the store, verified against the pinned digest. */
@Singleton
final class ModelFetcher {
    /** Of use to training and to people only, and the larger part of an artifact. */
    private static final Set<String> NOT_SERVED = Set.of(
            ModelFiles.WEIGHTS,
            ModelFiles.LAST_WEIGHTS,
            ModelFiles.TORCHSCRIPT,
            ModelFiles.HISTORY,
            ModelFiles.METRICS);

    private final ArtifactStore store;
    private final Path work;

    @Inject
    ModelFetcher(ResidencyConfig config) throws IOException {
        this.store = ArtifactStores.open(config.store());
        this.work = config.data();
    }

    /**
     * The files of an artifact, for as long as this is open.
     *
     * @param folder holds them
     * @param copies what is deleted with it
     */
    record Fetched(Path folder, Path copies) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            delete(copies);
        }
    }

    /**
     * Fetches an artifact.
     *
     * @throws dev.modelyard.artifactstore.ArtifactCorruptException if it is not what was pinned
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    Fetched fetch(ArtifactReference artifact) throws IOException {
        ArtifactReader reader = new ArtifactReader(store, artifact);
        Files.createDirectories(work);
        Path copies = Files.createTempDirectory(work, "model");
        try {
            return new Fetched(fetch(reader, copies), copies);
        } catch (IOException | RuntimeException e) {
            delete(copies);
            throw e;
        }
    }

    /** The folder that holds the files: the store's own where the store is a folder, else the copies. */
    private static Path fetch(ArtifactReader reader, Path copies) throws IOException {
        Path folder = copies;
        for (Manifest.Entry entry : reader.files()) {
            if (!NOT_SERVED.contains(entry.path())) {
                Path file = reader.fetch(entry.path(), copies);
                if (!file.startsWith(copies)) {
                    folder = above(file, entry.path());
                }
            }
        }
        return folder;
    }

    private static Path above(Path file, String path) {
        int depth = file.getNameCount() - Path.of(path).getNameCount();
        return file.getRoot() == null ? file.subpath(0, depth) : file.getRoot().resolve(file.subpath(0, depth));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
