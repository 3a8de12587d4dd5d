package dev.modelyard.standalone.machine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same id.
 *
 * @param boot the start of the machine it ran under
 * @param startTicks when it started, in clock ticks since then
 * @param mark text that its command line holds
 */
public record ProcessIdentity(long pid, String boot, long startTicks, String mark) {
    private static final Path PROC = Path.of("/proc");
    private static final int USER_TIME_AFTER_NAME = 11;
    private static final int SYSTEM_TIME_AFTER_NAME = 12;
    private static final int START_TIME_AFTER_NAME = 19;
    /** What /proc counts times in, whatever the kernel's own clock does (USER_HZ). */
    private static final int TICKS_PER_SECOND = 100;

    /** The identity of a process that runs now; empty if it has ended. */
    public static Optional<ProcessIdentity> of(long pid, String mark) {
        return startTicks(pid).map(ticks -> new ProcessIdentity(pid, bootId(), ticks, mark));
    }

    @JsonIgnore
    public boolean isAlive() {
        return boot.equals(bootId())
                && startTicks(pid).filter(ticks -> ticks == startTicks).isPresent()
                && commandLine(pid).contains(mark);
    }

    /** The process itself, if it still runs. */
    public Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    /** Memory that is in RAM now; pages shared with other processes count in part. Empty if it cannot be read. */
    public static Optional<Memory> memory(long pid) {
        try {
            long resident = 0;
            long proportional = 0;
            for (String line : Files.readAllLines(PROC.resolve(pid + "/smaps_rollup"))) {
                if (line.startsWith("Rss:")) {
                    resident = kibibytes(line);
                } else if (line.startsWith("Pss:")) {
                    proportional = kibibytes(line);
                }
            }
            return Optional.of(new Memory(resident, proportional));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Processor time that all threads of a process have used, in user mode and in the kernel. Empty if it has ended. */
    public static Optional<Duration> processorTime(long pid) {
        return fields(pid)
                .map(fields ->
                        Long.parseLong(fields[USER_TIME_AFTER_NAME]) + Long.parseLong(fields[SYSTEM_TIME_AFTER_NAME]))
                .map(ticks -> Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND));
    }

    /**
     * @param resident bytes of all pages in RAM
     * @param proportional the same with each shared page divided among those that share it
     */
    public record Memory(long resident, long proportional) {
        public Memory plus(Memory other) {
            return new Memory(resident + other.resident, proportional + other.proportional);
        }
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
    }

    private static String bootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static Optional<Long> startTicks(long pid) {
        return fields(pid).map(fields -> Long.parseLong(fields[START_TIME_AFTER_NAME]));
    }

    /** What /proc/PID/stat says after the name; empty if the process has ended. */
    private static Optional<String[]> fields(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name is in parentheses and may hold anything; what follows the last one is regular.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean zombie = fields[0].equals("Z");
            return zombie ? Optional.empty() : Optional.of(fields);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
