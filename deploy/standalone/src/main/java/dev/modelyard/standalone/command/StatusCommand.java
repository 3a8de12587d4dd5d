package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.LauncherLock;
import dev.modelyard.standalone.installation.ProcessRecords;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.ProcessIdentity;
import dev.modelyard.standalone.process.Readiness;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what runs. */
@Command(
        name = "status",
        description = "Show what runs; exit code 3 when Modelyard is not up.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;
    private static final double MEBI = 1024.0 * 1024;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        boolean held = LauncherLock.holder(folder).isPresent();
        Optional<RuntimeFile> runtime = RuntimeFile.read(folder);
        Map<String, ProcessIdentity> alive = new ProcessRecords(folder).alive();
        if (!held || runtime.isEmpty()) {
            System.out.println(
                    held ? "Modelyard is starting or stopping." : "Modelyard is not up in " + folder.root() + ".");
            alive.forEach((name, process) -> System.out.println("  left behind: " + name + ", pid " + process.pid()));
            return NOT_RUNNING;
        }
        boolean healthy = true;
        for (Map.Entry<String, Long> entry : runtime.get().pids().entrySet()) {
            String name = entry.getKey();
            boolean serves = name.equals("launcher") || (alive.containsKey(name) && serves(name, runtime.get()));
            healthy &= serves;
            String memory = ProcessIdentity.memory(entry.getValue())
                    .map(m -> String.format(Locale.ROOT, "%6.0f MiB", m.resident() / MEBI))
                    .orElse("");
            System.out.printf(
                    "  %-10s %-9s pid %-8d %s%n", name, serves ? "ready" : "not ready", entry.getValue(), memory);
        }
        new StartScreen(System.out).addresses(runtime.get(), folder);
        return healthy ? 0 : NOT_RUNNING;
    }

    private static boolean serves(String name, RuntimeFile runtime) throws InterruptedException {
        return switch (name) {
            case "api" -> healthy(runtime.api());
            case "auth" -> healthy(runtime.auth());
            case "inference" -> healthy(runtime.inference());
            default -> true;
        };
    }

    private static boolean healthy(String address) throws InterruptedException {
        return new Readiness.Http(URI.create(address + "/q/health/ready")).check();
    }
}
