package dev.modelyard.standalone.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Held by the one launcher of a data folder as long as it lives; the operating system frees it however that ends. */
public final class LauncherLock implements AutoCloseable {
    private final FileChannel channel;

    private LauncherLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty if another launcher holds it. */
    public static Optional<LauncherLock> acquire(DataFolder folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(
                    String.valueOf(ProcessHandle.current().pid())));
            return Optional.of(new LauncherLock(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + folder.root(), e);
        }
    }

    /** The process id of the launcher that holds the lock now, if one does. */
    public static OptionalLong holder(DataFolder folder) {
        if (!Files.exists(folder.lockFile())) {
            return OptionalLong.empty();
        }
        try (FileChannel channel =
                FileChannel.open(folder.lockFile(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                lock.release();
                return OptionalLong.empty();
            }
            ByteBuffer text = ByteBuffer.allocate(20);
            channel.read(text);
            String pid = StandardCharsets.UTF_8.decode(text.flip()).toString();
            return pid.isBlank() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the lock of " + folder.root(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
