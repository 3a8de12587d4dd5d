package dev.modelyard.standalone;

import dev.modelyard.standalone.command.BenchCommand;
import dev.modelyard.standalone.command.DemoCommand;
import dev.modelyard.standalone.command.DownCommand;
import dev.modelyard.standalone.command.LogsCommand;
import dev.modelyard.standalone.command.PrepareCommand;
import dev.modelyard.standalone.command.StatusCommand;
import dev.modelyard.standalone.command.UpCommand;
import dev.modelyard.standalone.process.StartFailedException;
import dev.modelyard.standalone.stack.CannotStartException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./modelyard} runs. */
@Command(
        name = "modelyard",
        description = "Trains, serves and manages models on this machine.",
        mixinStandardHelpOptions = true,
        version = "Modelyard 0.1.0",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            PrepareCommand.class
        },
        footer = {"", "  test [--nightly]   build everything and run all tests (handled by the modelyard script)"})
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Launcher());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(sentence(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(arguments));
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case CannotStartException e -> String.valueOf(e.getMessage());
            case StartFailedException e -> String.valueOf(e.getMessage());
            default -> failure.toString();
        };
    }
}
