package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.machine.FreePorts;
import dev.modelyard.standalone.stack.RunningStack;
import dev.modelyard.standalone.stack.StackListener;
import dev.modelyard.standalone.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs everything once after a build, so that each JVM keeps what it learnt for faster starts. */
@Command(name = "prepare", hidden = true, description = "Make the start caches of a fresh build.")
public final class PrepareCommand implements Callable<Integer> {
    private record Quiet() implements StackListener {
        @Override
        public void ready(String process, Duration ownTime, Duration sinceStart) {}

        @Override
        public void notice(String sentence) {
            System.err.println(sentence);
        }
    }

    @Override
    public Integer call() throws IOException {
        DataFolder folder = new DataFolder(Files.createTempDirectory("modelyard-prepare"));
        StackSettings settings = new StackSettings(
                Path.of(UpOptions.tree()), folder, "127.0.0.1", FreePorts.plan(1), StackSettings.StartCaches.MAKE);
        RunningStack.start(settings, new Quiet()).close();
        folder.remove();
        return 0;
    }
}
