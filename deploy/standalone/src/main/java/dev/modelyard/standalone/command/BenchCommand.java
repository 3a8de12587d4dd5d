package dev.modelyard.standalone.command;

import dev.modelyard.standalone.bench.Bench;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.machine.PortPlan;
import dev.modelyard.standalone.stack.CannotStartException;
import dev.modelyard.standalone.stack.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures an installation of its own, in a temporary folder. */
@Command(
        name = "bench",
        description = "Measure; the usual benchmarks, or those named.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description =
                    "start, memory, dispatch, events, takeover, tokens, serving, together, queue, models, training,"
                            + " serving-hour (default: all but serving-hour)")
    private List<String> chosen = List.of();

    @Option(
            names = "--port",
            defaultValue = "18080",
            paramLabel = "PORT",
            description = "first of the ports used (default: 18080)")
    private int port = 18080;

    @Option(
            names = "--minutes",
            defaultValue = "60",
            paramLabel = "MINUTES",
            description = "how long serving-hour calls (default: 60)")
    private int minutes = 60;

    @Option(names = "--write", paramLabel = "FILE", description = "keep the tables in this file too")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        Set<String> names = chosen.isEmpty() ? Bench.usual() : new LinkedHashSet<>(chosen);
        if (!Bench.names().containsAll(names)) {
            throw new CannotStartException("There are these benchmarks: " + String.join(", ", Bench.names()) + ".");
        }
        if (minutes < 1) {
            throw new CannotStartException("--minutes must be at least 1, and is " + minutes + ".");
        }
        // Where a benchmark fails, it stays, with what its processes logged.
        DataFolder folder = new DataFolder(Files.createTempDirectory("modelyard-bench"));
        StackSettings settings = new StackSettings(
                Path.of(UpOptions.tree()), folder, "127.0.0.1", new PortPlan(port, 1), StackSettings.StartCaches.USE);
        StringBuilder all = new StringBuilder();
        new Bench(settings, Duration.ofMinutes(minutes), text -> {
                    System.out.print(text);
                    System.out.flush();
                    all.append(text);
                })
                .run(names);
        if (file != null) {
            Files.writeString(file, all);
        }
        folder.remove();
        return 0;
    }
}
