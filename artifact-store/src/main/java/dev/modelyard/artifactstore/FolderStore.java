package dev.modelyard.artifactstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder: objects are files below {@code objects/}, written to {@code incoming/} first, forced to disk and then renamed.
 * All processes that share the store share the file system.
 *
 * <p>A folder that is gone after it was opened is a file system that was unmounted, or the like: then every call fails, nothing is
 * said not to exist, and the folder is not made again where it does not belong.
 */
public final class FolderStore implements ArtifactStore {
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
    private static final int ATTEMPTS = 100;
    private static final System.Logger log = System.getLogger(FolderStore.class.getName());

    private final Path objects;
    private final Path incoming;

    /** Opens the store in that folder, which is made if need be. What writers that died left behind a day ago is removed. */
    public FolderStore(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path root = folder.toRealPath();
        objects = Files.createDirectories(root.resolve("objects"));
        incoming = Files.createDirectories(root.resolve("incoming"));
        removeAbandoned();
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        Path target = path(key);
        Path partial = incoming.resolve(UUID.randomUUID().toString());
        requirePresent();
        try {
            DigestingInputStream digesting = new DigestingInputStream(content);
            try (FileChannel channel =
                    FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                digesting.transferTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            publish(partial, target);
            return new StoredObject(key, digesting.count(), digesting.sha256());
        } catch (NoSuchFileException e) {
            throw missing(e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public void copy(String from, String to) throws IOException {
        Path target = path(to);
        Path source = existing(from);
        Path partial = incoming.resolve(UUID.randomUUID().toString());
        try {
            // Objects are replaced by renaming, never written to: two names of one file stay independent.
            Files.createLink(partial, source);
        } catch (UnsupportedOperationException | IOException e) {
            try (InputStream content = open(from)) {
                put(to, content);
                return;
            }
        }
        try {
            publish(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Renames into place. A concurrent delete may take the emptied folder away in between, so it is made again. */
    private void publish(Path partial, Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path folder = parent(target);
            try {
                make(folder);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                force(folder);
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS || !Files.exists(partial) || Files.isRegularFile(folder)) {
                    throw e;
                }
            }
        }
    }

    /** Makes a folder below the objects, never the folder of the objects itself. */
    private void make(Path folder) throws IOException {
        if (!folder.equals(objects) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            make(parent(folder));
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // A concurrent delete has removed what was just put, and its folder: there is nothing to force.
            log.log(System.Logger.Level.DEBUG, "{0} is gone again", folder);
        }
    }

    @Override
    public InputStream open(String key, long offset) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset below 0: " + offset);
        }
        FileChannel channel = FileChannel.open(existing(key), StandardOpenOption.READ);
        try {
            return Channels.newInputStream(channel.position(offset));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Optional<Long> size(String key) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(attributes.size()) : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            requirePresent();
            return Optional.empty();
        } catch (FileSystemException e) {
            if (Files.notExists(path(key))) {
                requirePresent();
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<Instant> modified(String key) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(attributes.lastModifiedTime().toInstant())
                    : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            requirePresent();
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        Path folder = prefix.isEmpty() ? objects : path(prefix);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            requirePresent();
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        Files.walkFileTree(folder, new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    keys.add(objects.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(keys);
        return List.copyOf(keys);
    }

    @Override
    public List<String> folders(String prefix, Optional<String> after, int most) throws IOException {
        Path folder = path(prefix);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            requirePresent();
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> after.isEmpty() || Keys.FOLDER_ORDER.compare(name, after.get()) > 0)
                    .sorted(Keys.FOLDER_ORDER)
                    .limit(most)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Path file = path(key);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
            removeEmptyFolders(parent(file));
        } else {
            requirePresent();
        }
    }

    @Override
    public void deleteAll(String prefix) throws IOException {
        Path folder = path(prefix);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            requirePresent();
            return;
        }
        Files.walkFileTree(folder, new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                super.postVisitDirectory(visited, failure);
                removeIfEmpty(visited);
                return FileVisitResult.CONTINUE;
            }
        });
        removeEmptyFolders(parent(folder));
    }

    @Override
    public Optional<Path> localFile(String key) {
        return Optional.of(path(key));
    }

    @Override
    public void close() {
        // A folder holds nothing open.
    }

    private Path path(String key) {
        return objects.resolve(Keys.require(key));
    }

    private Path existing(String key) throws IOException {
        Path file = path(key);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw missing(new NoSuchFileException(key));
        }
        return file;
    }

    /** What to throw where a file is missing: it, or that everything is. */
    private IOException missing(NoSuchFileException file) {
        try {
            requirePresent();
            return file;
        } catch (IOException e) {
            e.addSuppressed(file);
            return e;
        }
    }

    /** Asked where something was not found, so that what is away is not taken for what was never there. */
    private void requirePresent() throws IOException {
        if (!Files.isDirectory(objects)) {
            throw new IOException("the folder of the store is not there: " + objects);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private void removeEmptyFolders(Path lowest) throws IOException {
        for (Path folder = lowest; !folder.equals(objects); folder = parent(folder)) {
            if (!removeIfEmpty(folder)) {
                return;
            }
        }
    }

    private static boolean removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    private void removeAbandoned() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                if (modified(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static FileTime modified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            // Its writer has just finished.
            return FileTime.from(Instant.now());
        }
    }

    /** Goes through a folder that others may be changing: what is gone before it is looked at was never there. */
    private abstract static class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return passOver(failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : passOver(failure);
        }

        private static FileVisitResult passOver(IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
