package dev.modelyard.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Bounds the log files of a folder. Processes append to their file themselves, so that they need nobody to read a
 * pipe; a file that grew too large is copied aside and emptied in place. A line written in between is lost.
 *
 * @param largest bytes from which on a file is put aside
 */
public record LogRotation(Path folder, long largest) {
    private static final String OLDER = ".1";

    /** Looks at each file once. */
    public void run() {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                if (Files.size(log) > largest) {
                    Files.copy(log, log.resolveSibling(log.getFileName() + OLDER), StandardCopyOption.REPLACE_EXISTING);
                    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                        channel.truncate(0);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bound the logs in " + folder, e);
        }
    }
}
