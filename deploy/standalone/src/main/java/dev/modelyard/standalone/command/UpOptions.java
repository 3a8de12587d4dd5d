package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.machine.PortPlan;
import dev.modelyard.standalone.stack.CannotStartException;
import dev.modelyard.standalone.stack.StackSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and how much to run. */
final class UpOptions {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "port of the API; auth, inference and the rest take the ports after it (default: 8080)")
    private int port = 8080;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "address the services listen on (default: 127.0.0.1)")
    private String host = "127.0.0.1";

    @Option(
            names = "--workers",
            defaultValue = "1",
            paramLabel = "N",
            description = "number of training workers, 0 to 64 (default: 1)")
    private int workers = 1;

    StackSettings settings() {
        if (workers < 0 || workers > 64) {
            throw new CannotStartException("--workers must be between 0 and 64, and is " + workers + ".");
        }
        return new StackSettings(Path.of(tree()), data.folder(), address(), ports(), StackSettings.StartCaches.USE);
    }

    DataFolder folder() {
        return data.folder();
    }

    /** The same options as words, for a launcher that goes on in the background. */
    List<String> asArguments() {
        return List.of(
                "--data",
                folder().root().toString(),
                "--port",
                String.valueOf(port),
                "--host",
                host,
                "--workers",
                String.valueOf(workers));
    }

    static String tree() {
        return System.getProperty("modelyard.root", ".");
    }

    private PortPlan ports() {
        try {
            return new PortPlan(port, workers);
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(e.getMessage() + ".");
        }
    }

    private String address() {
        if (host.equals("localhost")) {
            return "127.0.0.1";
        }
        try {
            return InetAddress.ofLiteral(host).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new CannotStartException("--host must be an IP address of this machine, and is " + host + ".");
        }
    }
}
