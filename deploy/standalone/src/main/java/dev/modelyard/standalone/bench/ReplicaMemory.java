package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Memory of the replica of inference-service. */
final class ReplicaMemory {
    private static final double MEBI = 1024.0 * 1024;

    private final RuntimeFile runtime;
    private final long pid;

    ReplicaMemory(RuntimeFile runtime) {
        this.runtime = runtime;
        this.pid = Objects.requireNonNull(runtime.pids().get("inference"));
    }

    /** Bytes of all its pages in RAM. */
    long resident() {
        return ProcessIdentity.memory(pid)
                .map(ProcessIdentity.Memory::resident)
                .orElseThrow(() -> new IllegalStateException("inference-service has ended"));
    }

    /** Has it collect its garbage; bytes of Java objects then. */
    long heapAfterCollection() throws IOException, InterruptedException {
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("jcmd ended with code " + code);
        }
        return (long) ReplicaFigures.of(runtime).sum("jvm_memory_used_bytes", "area=\"heap\"");
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes / MEBI);
    }
}
