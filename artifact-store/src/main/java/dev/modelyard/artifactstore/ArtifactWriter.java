package dev.modelyard.artifactstore;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Writes the files of an artifact and, last, their manifest: only then is there an artifact. Files may be added by several
 * threads. Paths are relative, with {@code /}, and obey the rule of keys.
 */
public final class ArtifactWriter {
    private final ArtifactStore store;
    private final String prefix;
    private final ConcurrentSkipListMap<String, Manifest.Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> begun = new ConcurrentHashMap<>();

    /** An artifact to be, below a prefix that nothing else writes to. */
    public ArtifactWriter(ArtifactStore store, String prefix) {
        this.store = store;
        this.prefix = Keys.require(prefix);
    }

    /**
     * Streams a file into the artifact.
     *
     * @throws IllegalArgumentException if it has a file of that path already
     */
    public Manifest.Entry add(String path, InputStream content) throws IOException {
        begin(path);
        ArtifactStore.StoredObject stored = store.put(key(path), content);
        return added(new Manifest.Entry(path, stored.size(), stored.sha256()));
    }

    /** Adds a file from memory. */
    public Manifest.Entry add(String path, byte[] content) throws IOException {
        return add(path, new ByteArrayInputStream(content));
    }

    /** Adds a local file. */
    public Manifest.Entry add(String path, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return add(path, content);
        }
    }

    /** Adds a file of another artifact of the same store under the same path. */
    public Manifest.Entry addFrom(ArtifactReader other, String path) throws IOException {
        begin(path);
        Manifest.Entry entry = other.entry(path);
        store.copy(other.key(path), key(path));
        return added(entry);
    }

    /** The bytes of all files added so far. */
    public long size() {
        return entries.values().stream().mapToLong(Manifest.Entry::size).sum();
    }

    /** Writes the manifest. Nothing may be added afterwards. */
    public ArtifactReference complete() throws IOException {
        if (begun.size() != entries.size()) {
            throw new IllegalStateException("a file of " + prefix + " is not complete");
        }
        byte[] manifest = Json.writeBytes(new Manifest(List.copyOf(entries.values())));
        begin(Manifest.FILE);
        ArtifactStore.StoredObject stored = store.put(key(Manifest.FILE), new ByteArrayInputStream(manifest));
        return new ArtifactReference(prefix, stored.sha256());
    }

    private void begin(String path) {
        Keys.require(path);
        if (begun.containsKey(Manifest.FILE)) {
            throw new IllegalStateException(prefix + " is complete");
        }
        if (begun.putIfAbsent(path, Boolean.TRUE) != null) {
            throw new IllegalArgumentException(prefix + " has " + path + " already");
        }
    }

    private Manifest.Entry added(Manifest.Entry entry) {
        entries.put(entry.path(), entry);
        return entry;
    }

    private String key(String path) {
        return prefix + "/" + path;
    }
}
