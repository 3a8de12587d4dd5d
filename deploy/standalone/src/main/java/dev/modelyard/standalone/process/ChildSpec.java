package dev.modelyard.standalone.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a child process is run.
 *
 * @param name what it is called in logs and in {@code status}
 * @param command program and arguments; no secret among them, everybody can read a command line
 * @param mark an argument that only this installation's processes have
 * @param environment added to this process's own
 * @param readiness when it counts as started
 */
public record ChildSpec(
        String name,
        List<String> command,
        String mark,
        Map<String, String> environment,
        Path log,
        Readiness readiness) {
    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Without the environment: it holds secrets. */
    @Override
    public String toString() {
        return "ChildSpec[" + name + "]";
    }
}
