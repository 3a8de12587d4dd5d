package dev.modelyard.artifactstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keys and bytes. A key is a relative path of one or more segments parted by {@code /}; a segment is never empty, {@code .} or
 * {@code ..} and holds no backslash and no control character (an {@link IllegalArgumentException} otherwise). No key lies below
 * another. An object appears whole or not at all, and is replaced, never changed. Safe for concurrent use, by several processes too.
 */
public interface ArtifactStore extends AutoCloseable {
    /**
     * Streams content into the store, replacing what was under the key.
     *
     * @throws IOException if the content cannot be read or stored; nothing is visible then
     */
    StoredObject put(String key, InputStream content) throws IOException;

    /**
     * Stores the content of an object under a second key too, without passing it through this process where the store can.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such object
     */
    void copy(String from, String to) throws IOException;

    /**
     * Opens an object for reading from that byte on; past its end the stream is empty.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    InputStream open(String key, long offset) throws IOException;

    /** Opens an object for reading. */
    default InputStream open(String key) throws IOException {
        return open(key, 0);
    }

    /** The size of an object, if it exists. */
    Optional<Long> size(String key) throws IOException;

    /** When an object was put or replaced last, by the store's clock, if it exists. */
    Optional<Instant> modified(String key) throws IOException;

    /** The keys below a prefix (whole segments; empty: all), sorted. */
    List<String> list(String prefix) throws IOException;

    /**
     * The next segments of keys that go on after them: what would be the folders in a folder. In the order of the keys below them.
     *
     * @param prefix whole segments
     * @param after only those that come after this one
     * @param most at most as many
     */
    List<String> folders(String prefix, Optional<String> after, int most) throws IOException;

    /** Removes an object; nothing happens if there is none. */
    void delete(String key) throws IOException;

    /** Removes every object below a prefix (whole segments). */
    void deleteAll(String prefix) throws IOException;

    /** The local file of an object, if this store keeps its objects as local files; read only. */
    Optional<Path> localFile(String key);

    /** Releases connections; nothing is lost. */
    @Override
    void close();

    /**
     * An object as it was stored.
     *
     * @param size in bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    record StoredObject(String key, long size, String sha256) {}
}
