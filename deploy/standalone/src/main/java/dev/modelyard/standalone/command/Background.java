package dev.modelyard.standalone.command;

import dev.modelyard.standalone.Launcher;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A launcher of its own session that outlives the terminal. */
record Background(UpOptions options, StartScreen screen) {
    /** Returns 0 when everything is up, or the exit code of a launcher that did not manage. */
    int start() throws IOException, InterruptedException {
        DataFolder folder = options.folder();
        options.settings();
        folder.create();
        Path log = folder.log("launcher");
        Files.deleteIfExists(log);
        Process launcher = new ProcessBuilder(command())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        while (true) {
            if (launcher.waitFor(100, TimeUnit.MILLISECONDS)) {
                screen.notice(Files.readString(log).strip());
                return launcher.exitValue();
            }
            Optional<RuntimeFile> runtime = RuntimeFile.read(folder);
            if (runtime.filter(file -> file.pids().containsValue(launcher.pid()))
                    .isPresent()) {
                screen.up(runtime.get(), folder);
                screen.notice("It runs in the background; ./modelyard down stops it.");
                return 0;
            }
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launcher.class.getName(), "up"));
        command.addAll(options.asArguments());
        return command;
    }
}
