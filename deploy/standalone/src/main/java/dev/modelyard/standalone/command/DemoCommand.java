package dev.modelyard.standalone.command;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.demo.Demo;
import dev.modelyard.standalone.installation.LauncherLock;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.stack.RunningStack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole platform at work, on an installation that runs or on one that it starts. */
@Command(
        name = "demo",
        description = "Train and serve three models on generated samples.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private UpOptions options = new UpOptions();

    @Option(names = "--keep", description = "leave everything running afterwards, until Ctrl-C")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        StartScreen screen = new StartScreen(System.out);
        Optional<RuntimeFile> running = LauncherLock.holder(options.folder()).isPresent()
                ? RuntimeFile.read(options.folder())
                : Optional.empty();
        if (running.isPresent()) {
            screen.notice(
                    "Using the installation that runs in " + options.folder().root() + ".");
            show(running.get());
            return 0;
        }
        screen.notice("Starting Modelyard in " + options.folder().root());
        try (RunningStack stack = RunningStack.start(options.settings(), screen)) {
            show(stack.runtime());
            if (keep) {
                screen.up(stack.runtime(), options.folder());
                screen.notice("Ctrl-C stops it.");
                new CountDownLatch(1).await();
            }
        }
        return 0;
    }

    private void show(RuntimeFile runtime) throws IOException {
        PlatformClient client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            new Demo(client, terminal)
                    .run(Files.createTempDirectory(options.folder().temporary(), "demo"));
            terminal.writer().println("The API and its documentation: " + runtime.api() + "/q/swagger-ui");
            terminal.writer().flush();
        }
    }
}
