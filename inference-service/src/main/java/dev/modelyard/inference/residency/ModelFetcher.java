package dev.modelyard.inference.residency;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStores;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.modellibrary.untrained.UntrainedFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Brings the files that serving needs: from the store, verified against the pinned digest, or made where none are stored. */
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
     * The files of a version, for as long as this is open.
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
     * Fetches or makes the files of a version, of those of the networks the one in that arithmetic, if there is one.
     *
     * @throws dev.modelyard.artifactstore.ArtifactCorruptException if it is not what was pinned
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws dev.modelyard.modellibrary.untrained.UnknownNetworkException if it was never trained and this build cannot make it
     */
    Fetched fetch(ModelSource source, ServingPrecision precision) throws IOException {
        Files.createDirectories(work);
        Path copies = Files.createTempDirectory(work, "model");
        try {
            Path folder =
                    switch (source) {
                        case ArtifactReference artifact ->
                            fetch(new ArtifactReader(store, artifact), precision, copies);
                        case UntrainedModel untrained -> make(untrained, copies);
                    };
            return new Fetched(folder, copies);
        } catch (IOException | RuntimeException | Error e) {
            delete(copies);
            throw e;
        }
    }

    private static Path make(UntrainedModel model, Path folder) throws IOException {
        UntrainedFiles.write(model, folder);
        return folder;
    }

    /** The folder that holds the files: the store's own where the store is a folder, else the copies. */
    private static Path fetch(ArtifactReader reader, ServingPrecision precision, Path copies) throws IOException {
        Path folder = copies;
        for (Manifest.Entry entry : reader.files()) {
            if (isServed(entry.path(), precision)) {
                Path file = reader.fetch(entry.path(), copies);
                if (!file.startsWith(copies)) {
                    folder = above(file, entry.path());
                }
            }
        }
        return folder;
    }

    private static boolean isServed(String path, ServingPrecision precision) {
        return !NOT_SERVED.contains(path)
                && Stream.of(ServingPrecision.values())
                        .noneMatch(other -> other != precision && other.file().equals(path));
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
