package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the ends of log files. */
@Command(name = "logs", description = "Show what processes wrote last.", mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "api, auth, inference, worker-1, kafka, postgres, launcher; all of them if none is named")
    private @Nullable String service;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            paramLabel = "N",
            description = "how many lines (default: 100)")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is written from now on")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> logs = logs(data.folder());
        if (logs.isEmpty()) {
            System.err.println("There is no log" + (service == null ? "" : " of " + service) + " in "
                    + data.folder().logs() + ".");
            return 1;
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", String.valueOf(Math.max(0, lines))));
        if (follow) {
            command.add("-F");
        }
        logs.forEach(log -> command.add(log.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private List<Path> logs(DataFolder folder) throws IOException {
        if (!Files.isDirectory(folder.logs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.logs())) {
            return files.filter(file -> service == null
                            ? file.toString().endsWith(".log")
                            : file.getFileName().toString().equals(service + ".log"))
                    .sorted()
                    .toList();
        }
    }
}
