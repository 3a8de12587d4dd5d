package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.LauncherLock;
import dev.modelyard.standalone.installation.ProcessRecords;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.stack.Leftovers;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops an installation, whoever runs it. */
@Command(name = "down", description = "Hand running jobs back and stop everything.", mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 120;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws Exception {
        DataFolder folder = data.folder();
        OptionalLong launcher = LauncherLock.holder(folder);
        if (launcher.isPresent()) {
            ProcessHandle process = ProcessHandle.of(launcher.getAsLong()).orElse(null);
            if (process != null) {
                process.destroy();
                process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            System.out.println("Modelyard is down.");
            return 0;
        }
        ProcessRecords records = new ProcessRecords(folder);
        if (records.alive().isEmpty()) {
            System.out.println("Nothing runs in " + folder.root() + ".");
            return 0;
        }
        Leftovers.end(records);
        RuntimeFile.delete(folder);
        System.out.println("Ended what a killed launcher had left behind.");
        return 0;
    }
}
