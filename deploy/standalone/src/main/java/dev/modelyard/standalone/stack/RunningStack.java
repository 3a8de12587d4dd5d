package dev.modelyard.standalone.stack;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.LauncherLock;
import dev.modelyard.standalone.installation.ProcessRecords;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.installation.Secrets;
import dev.modelyard.standalone.machine.Platform;
import dev.modelyard.standalone.machine.PortPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An installation that this process runs: from its checks to its end, which also comes with this JVM's. */
public final class RunningStack implements AutoCloseable {
    private final StackSettings settings;
    private final LauncherLock lock;
    private final Stack stack;
    private final RuntimeFile runtime;

    private RunningStack(StackSettings settings, LauncherLock lock, Stack stack, RuntimeFile runtime) {
        this.settings = settings;
        this.lock = lock;
        this.stack = stack;
        this.runtime = runtime;
    }

    /**
     * Starts everything.
     *
     * @throws CannotStartException if something is in the way, before anything was started
     * @throws dev.modelyard.standalone.process.StartFailedException if a process did not start; all others are ended
     */
    public static RunningStack start(StackSettings settings, StackListener listener) {
        DataFolder folder = settings.folder();
        refuse(Platform.unsupported());
        requirePrograms(settings.tree());
        boolean used = Files.exists(folder.secretsFile());
        folder.create();
        LauncherLock lock = LauncherLock.acquire(folder)
                .orElseThrow(() -> new CannotStartException("Modelyard already runs in " + folder.root()
                        + ": ./modelyard status shows it, ./modelyard down stops it."));
        refuse(Platform.diskTooSmall(folder.root(), used));
        RuntimeFile.delete(folder);
        ProcessRecords records = new ProcessRecords(folder);
        endLeftovers(records, listener);
        requirePorts(settings);
        Stack stack = new Stack(settings, Secrets.of(folder), records, listener);
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> end(folder, stack));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            RuntimeFile runtime = stack.start();
            runtime.write(folder);
            return new RunningStack(settings, lock, stack, runtime);
        } catch (RuntimeException e) {
            stack.stop();
            throw e;
        }
    }

    public RuntimeFile runtime() {
        return runtime;
    }

    @Override
    public void close() {
        end(settings.folder(), stack);
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(DataFolder folder, Stack stack) {
        RuntimeFile.delete(folder);
        stack.stop();
    }

    private static void endLeftovers(ProcessRecords records, StackListener listener) {
        Set<String> names = records.alive().keySet();
        if (!names.isEmpty()) {
            listener.notice("An earlier launcher was killed and left " + String.join(", ", names) + "; ending them.");
            Leftovers.end(records);
        }
    }

    private static void requirePrograms(Path tree) {
        for (Path program : JavaProcesses.programs(tree)) {
            if (!Files.exists(program)) {
                throw new CannotStartException(
                        program + " is not built; ./modelyard up builds it, or: mvn -Dquick package");
            }
        }
    }

    private static void requirePorts(StackSettings settings) {
        PortPlan plan = settings.ports();
        Map<Integer, String> taken = plan.taken(settings.host());
        if (!taken.isEmpty()) {
            StringBuilder list = new StringBuilder();
            taken.forEach((port, use) -> list.append(list.isEmpty() ? "" : ", ")
                    .append(port)
                    .append(" (for ")
                    .append(use)
                    .append(')'));
            throw new CannotStartException("Somebody listens on " + list + " of " + settings.host()
                    + " already. --port chooses the first of " + plan.all().size() + " ports in a row; now it is "
                    + plan.base() + ".");
        }
    }

    private static void refuse(Optional<String> reason) {
        reason.ifPresent(sentence -> {
            throw new CannotStartException(sentence);
        });
    }
}
