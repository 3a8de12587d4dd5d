package dev.modelyard.artifactstore;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads an artifact pinned by the digest of its manifest, and believes nothing else: every file is checked against the manifest
 * as it is read. Safe for concurrent use.
 */
public final class ArtifactReader {
    private final ArtifactStore store;
    private final ArtifactReference reference;
    private final Manifest manifest;
    private final Map<String, Manifest.Entry> entries = new TreeMap<>();

    /**
     * Reads the manifest.
     *
     * @throws ArtifactCorruptException if it is not the pinned one
     * @throws NoSuchFileException if there is none
     */
    public ArtifactReader(ArtifactStore store, ArtifactReference reference) throws IOException {
        this.store = store;
        this.reference = reference;
        byte[] bytes;
        try (InputStream content = store.open(Keys.require(reference.prefix()) + "/" + Manifest.FILE)) {
            bytes = content.readAllBytes();
        }
        if (!Sha256.of(bytes).equals(reference.digest())) {
            throw new ArtifactCorruptException(reference.prefix() + ": the manifest is not the one that was pinned");
        }
        try {
            manifest = Json.read(bytes, Manifest.class);
            for (Manifest.Entry entry : manifest.files()) {
                entries.put(Keys.require(entry.path()), entry);
            }
        } catch (MalformedMessageException | IllegalArgumentException e) {
            ArtifactCorruptException corrupt = new ArtifactCorruptException(
                    reference.prefix() + ": the manifest cannot be read: " + e.getMessage());
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    public ArtifactReference reference() {
        return reference;
    }

    /** All files, sorted by path. */
    public List<Manifest.Entry> files() {
        return List.copyOf(entries.values());
    }

    /** Size and hash of a file, if the artifact has it. */
    public Optional<Manifest.Entry> find(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    /**
     * Opens a file. The stream ends with an {@link ArtifactCorruptException} if the content is not the manifest's.
     *
     * @throws NoSuchFileException if the artifact has no such file
     */
    public InputStream open(String path) throws IOException {
        Manifest.Entry entry = entry(path);
        return new VerifyingInputStream(new DigestingInputStream(opened(entry)), reference.prefix(), entry);
    }

    /**
     * Reads a small file whole.
     *
     * @throws ArtifactCorruptException if the content is not the manifest's
     */
    public byte[] read(String path) throws IOException {
        try (InputStream content = open(path)) {
            return content.readAllBytes();
        }
    }

    /**
     * A verified local file with that content: the store's own where the store is a folder (read it only), else a copy below the
     * given folder, which is used again when it is asked for again.
     */
    public Path fetch(String path, Path folder) throws IOException {
        Manifest.Entry entry = entry(path);
        Optional<Path> own = store.localFile(key(path));
        if (own.isPresent()) {
            verify(path);
            return own.get();
        }
        Path file = folder.resolve(path);
        if (Files.exists(file)
                && Files.size(file) == entry.size()
                && sha256(file).equals(entry.sha256())) {
            return file;
        }
        Path parent = Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path partial = Files.createTempFile(parent, "fetching", null);
        try {
            try (InputStream content = open(path)) {
                Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Reads a file to its end to check it. */
    public void verify(String path) throws IOException {
        try (InputStream content = open(path)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
    }

    Manifest.Entry entry(String path) throws NoSuchFileException {
        Manifest.Entry entry = entries.get(path);
        if (entry == null) {
            throw new NoSuchFileException(key(path));
        }
        return entry;
    }

    String key(String path) {
        return reference.prefix() + "/" + path;
    }

    private InputStream opened(Manifest.Entry entry) throws IOException {
        try {
            return store.open(key(entry.path()));
        } catch (NoSuchFileException e) {
            ArtifactCorruptException corrupt = new ArtifactCorruptException(key(entry.path()) + " is missing");
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestingInputStream content = new DigestingInputStream(Files.newInputStream(file))) {
            content.transferTo(OutputStream.nullOutputStream());
            return content.sha256();
        }
    }
}
