package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Memory of each process of a running installation. */
final class IdleMemory {
    private static final double MEBI = 1024.0 * 1024;

    private IdleMemory() {}

    static Table table(RuntimeFile runtime) {
        List<List<String>> rows = new ArrayList<>();
        ProcessIdentity.Memory total = new ProcessIdentity.Memory(0, 0);
        for (Map.Entry<String, Long> entry : runtime.pids().entrySet()) {
            ProcessIdentity.Memory memory = withDescendants(entry.getKey(), entry.getValue());
            total = total.plus(memory);
            rows.add(row(entry.getKey(), memory));
        }
        rows.add(row("everything", total));
        return new Table(
                "Memory while idle",
                "MiB from /proc/PID/smaps_rollup; `proportional` divides pages that several processes share. PostgreSQL"
                        + " with its backends, whose resident figures count its shared buffers several times.",
                List.of("process", "resident", "proportional"),
                rows);
    }

    private static ProcessIdentity.Memory withDescendants(String name, long pid) {
        // The launcher's children are processes of their own in this table; PostgreSQL's are part of it.
        Stream<Long> children = name.equals("postgres")
                ? ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid)
                : Stream.empty();
        return Stream.concat(Stream.of(pid), children)
                .map(ProcessIdentity::memory)
                .flatMap(Optional::stream)
                .reduce(new ProcessIdentity.Memory(0, 0), ProcessIdentity.Memory::plus);
    }

    private static List<String> row(String name, ProcessIdentity.Memory memory) {
        return List.of(name, mebibytes(memory.resident()), mebibytes(memory.proportional()));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes / MEBI);
    }
}
