package dev.modelyard.systemtests;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Modelyard of its own: launcher, PostgreSQL, Kafka, services and workers, on free ports, in a temporary folder. */
final class Installation implements AutoCloseable {
    private static final Path ROOT =
            Path.of(System.getProperty("modelyard.root", "..")).toAbsolutePath().normalize();

    private static @Nullable Installation shared;

    private final DataFolder folder;

    private Installation(DataFolder folder) {
        this.folder = folder;
    }

    /** The one that test classes share; it stops with this JVM. */
    static synchronized Installation shared() {
        if (shared == null) {
            shared = empty();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-installation"));
            shared.up(1);
        }
        return shared;
    }

    /** A new one that does not run yet. */
    static Installation empty() {
        try {
            return new Installation(new DataFolder(Files.createTempDirectory("modelyard-system-test")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sets of real data beside the source tree; they may be absent. */
    static Path data() {
        return ROOT.resolve("../shared/data").normalize();
    }

    /** Starts it, and returns when everything serves. */
    void up(int workers) {
        run(List.of(
                "up",
                "--detach",
                "--port",
                String.valueOf(FreePorts.plan(workers).base()),
                "--workers",
                String.valueOf(workers)));
    }

    /** Stops it as a person would. */
    void down() {
        run(List.of("down"));
    }

    RuntimeFile runtime() {
        return RuntimeFile.read(folder).orElseThrow(() -> new IllegalStateException("not up"));
    }

    PlatformClient admin() {
        return new PlatformClient(runtime().api(), Credentials.admin(runtime()));
    }

    /** A client that auth-service makes for the test. */
    PlatformClient newTenant(String name) {
        PlatformClient auth = new PlatformClient(runtime().auth(), Credentials.admin(runtime()));
        var made = auth.post("/v1/clients", Map.of("name", name));
        return new PlatformClient(
                runtime().api(),
                new Credentials(
                        runtime().auth(),
                        made.path("secret_id").asText(),
                        made.path("secret_key").asText()));
    }

    Path temporary() {
        return folder.temporary();
    }

    @Override
    public void close() {
        down();
        try (Stream<Path> files = Files.walk(folder.root())) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dmodelyard.root=" + ROOT,
                "-cp",
                launcherClasses(),
                "dev.modelyard.standalone.Launcher"));
        command.addAll(arguments);
        command.addAll(List.of("--data", folder.root().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("MODELYARD_IMPORT_ROOTS", data() + "," + folder.imports());
        try {
            Process process = builder.start();
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                process.destroy();
                throw new IllegalStateException("the launcher did not come back: " + arguments);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("the launcher ended with " + process.exitValue() + ": " + arguments);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the modelyard script runs: the jar and the libraries beside it. */
    private static String launcherClasses() {
        Path target = ROOT.resolve("deploy/standalone/target");
        try (Stream<Path> libraries = Files.list(target.resolve("lib"));
                Stream<Path> jars = Files.list(target)) {
            return Stream.concat(jars, libraries)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .reduce((a, b) -> a + File.pathSeparator + b)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("the launcher is not built", e);
        }
    }
}
