package dev.modelyard.systemtests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file system of its own in memory, small enough to be filled.
 *
 * @param folder where it is mounted
 */
record SmallDisk(Path folder) implements AutoCloseable {
    private static final String SIZE = "1g";
    private static final int BLOCK = 1 << 20;

    /** Mounts one, where this process may. */
    static Optional<SmallDisk> mount(Path folder) {
        return succeeds("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=700", "none", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    /** Takes all space that is left. */
    void fill() {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel ballast = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            int size = BLOCK;
            while (size > 0) {
                size = isWritten(ballast, block.clear().limit(size)) ? size : size / 2;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWritten(FileChannel ballast, ByteBuffer block) {
        try {
            return ballast.write(block) > 0;
        } catch (IOException e) {
            return false; // full
        }
    }

    /** Gives the space back. */
    void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        if (!succeeds("umount", folder.toString())) {
            throw new IllegalStateException("cannot unmount " + folder);
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(new File("/dev/null"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
