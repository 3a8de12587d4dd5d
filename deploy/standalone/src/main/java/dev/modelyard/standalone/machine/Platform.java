package dev.modelyard.standalone.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether this machine can run what the launcher starts. Each check answers a sentence where it cannot. */
public final class Platform {
    private static final long MEBI = 1024L * 1024;
    /** libtorch unpacks to 432 MiB; PostgreSQL, Kafka and their logs come to a few hundred more. */
    private static final long FIRST_START_BYTES = 1500 * MEBI;

    private static final long LATER_START_BYTES = 300 * MEBI;

    private Platform() {}

    public static Optional<String> unsupported() {
        String os = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        boolean glibc = Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
        if (!os.equals("Linux") || !processor.equals("amd64") || !glibc) {
            return Optional.of("The embedded PostgreSQL and libtorch are for Linux on x86-64 with glibc; this is " + os
                    + " on " + processor + (glibc ? "" : " without glibc") + ".");
        }
        int release = Runtime.version().feature();
        if (release < 25) {
            return Optional.of("Modelyard needs JDK 25 and runs on " + release + "; ./modelyard finds a newer one.");
        }
        return Optional.empty();
    }

    /**
     * @param folder an existing folder
     * @param used whether an installation is in it already
     */
    public static Optional<String> diskTooSmall(Path folder, boolean used) {
        long needed = used ? LATER_START_BYTES : FIRST_START_BYTES;
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= needed
                    ? Optional.empty()
                    : Optional.of("%s has %d MiB free and needs %d: make room, or choose another folder with --data."
                            .formatted(folder, free / MEBI, needed / MEBI));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see how full " + folder + " is", e);
        }
    }

    /** Processor, cores and memory in one line, for tables of figures. */
    public static String describe() {
        String processor = firstValue("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
        long memory = firstValue("/proc/meminfo", "MemTotal")
                .map(text -> Long.parseLong(text.replaceAll("\\D+", "")) / 1024)
                .orElse(0L);
        return "%s, %d cores, %d MiB, Linux %s, JDK %s"
                .formatted(
                        processor,
                        Runtime.getRuntime().availableProcessors(),
                        memory,
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static Optional<String> firstValue(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
