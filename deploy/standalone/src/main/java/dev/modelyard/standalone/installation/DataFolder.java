package dev.modelyard.standalone.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Everything a standalone installation remembers, below one folder.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the folder and what processes expect in it; only its owner may look inside. */
    public void create() {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            for (Path folder : new Path[] {logs(), store(), imports(), temporary(), cache()}) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the data folder " + root, e);
        }
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    public Path store() {
        return root.resolve("store");
    }

    public Path imports() {
        return root.resolve("imports");
    }

    public Path temporary() {
        return root.resolve("tmp");
    }

    /** What can be made again: unpacked native libraries, class data archives. */
    public Path cache() {
        return root.resolve("cache");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    /** The working folder of one service: spools and caches. */
    public Path work(String service) {
        return root.resolve("work").resolve(service);
    }

    public Path runtimeFile() {
        return root.resolve("runtime.json");
    }

    public Path secretsFile() {
        return root.resolve("secrets.json");
    }

    public Path processesFile() {
        return root.resolve("processes.json");
    }

    public Path lockFile() {
        return root.resolve("launcher.lock");
    }

    /** Removes it with all that it holds. */
    public void remove() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
