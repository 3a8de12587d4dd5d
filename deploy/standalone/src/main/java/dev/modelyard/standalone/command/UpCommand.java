package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.LauncherLock;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.stack.RunningStack;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything and stays until it is told to stop. */
@Command(name = "up", description = "Start everything on this machine.", mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private UpOptions options = new UpOptions();

    @Option(names = "--detach", description = "go on in the background once everything is up")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        StartScreen screen = new StartScreen(System.out);
        Optional<RuntimeFile> runtime = RuntimeFile.read(options.folder());
        if (LauncherLock.holder(options.folder()).isPresent() && runtime.isPresent()) {
            screen.notice("Modelyard already runs in " + options.folder().root() + ".");
            screen.addresses(runtime.get(), options.folder());
            return 0;
        }
        if (detach) {
            return new Background(options, screen).start();
        }
        screen.notice("Starting Modelyard in " + options.folder().root());
        RunningStack stack = RunningStack.start(options.settings(), screen);
        screen.up(stack.runtime(), options.folder());
        screen.notice("Ctrl-C stops it.");
        // The shutdown hook of the stack does the rest.
        new CountDownLatch(1).await();
        return 0;
    }
}
