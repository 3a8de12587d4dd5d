package dev.modelyard.systemtests;

import static org.awaitility.Awaitility.await;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.FreePorts;
import io.restassured.RestAssured;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Modelyard of its own: launcher, PostgreSQL, Kafka, services and workers, on free ports, in a temporary folder. */
final class Installation implements AutoCloseable {
    /** Workers of the crowded one. */
    static final int CROWD = 3;

    /** How often it tries a job again. */
    static final int RETRIES = 3;

    /** How long its services wait for an answer of the database. */
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(10);

    private static final int LINES_OF_AN_ERROR = 20;

    /** Of the start caches, which takes more than a minute where nothing else runs. */
    private static final Duration PREPARATION = Duration.ofMinutes(15);

    private static final Duration START = Duration.ofMinutes(4);

    private static final Path ROOT =
            Path.of(System.getProperty("modelyard.root", "..")).toAbsolutePath().normalize();

    private static @Nullable Installation shared;
    private static @Nullable Installation crowded;

    private final DataFolder folder;
    private final Map<String, String> environment;
    private Optional<SmallDisk> disk = Optional.empty();

    private Installation(DataFolder folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /** The one that test classes share, all of it serving; it stops with this JVM. */
    static synchronized Installation shared() {
        if (shared == null) {
            shared = empty();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-installation"));
            shared.up(1);
        }
        shared.awaitServices();
        return shared;
    }

    /**
     * One of {@value #CROWD} workers that classes share which lose workers by the dozen: what is silent is lost sooner than by
     * default, and tried again sooner and less often, and a database that hangs is given up sooner.
     */
    static synchronized Installation crowded() {
        if (crowded == null) {
            crowded = empty(Map.of(
                    "MODELYARD_WORKER_THREADS",
                    "1",
                    "MODELYARD_DISPATCH_SILENCE",
                    "5s",
                    "MODELYARD_WORKERS_SILENCE",
                    "5s",
                    "MODELYARD_JOBS_RETRIES",
                    String.valueOf(RETRIES),
                    "MODELYARD_JOBS_BACK_OFF",
                    "200ms",
                    "MODELYARD_JOBS_LONGEST_BACK_OFF",
                    "1s",
                    "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SOCKETTIMEOUT",
                    String.valueOf(DATABASE_PATIENCE.toSeconds())));
            Runtime.getRuntime().addShutdownHook(new Thread(crowded::close, "stop-crowded-installation"));
            crowded.keepOnSmallDisk();
            crowded.up(CROWD);
        }
        crowded.awaitServices();
        return crowded;
    }

    /** A new one that does not run yet. */
    static Installation empty() {
        return empty(Map.of());
    }

    /**
     * A new one that does not run yet.
     *
     * @param environment of all its processes
     */
    static Installation empty(Map<String, String> environment) {
        try {
            return new Installation(new DataFolder(Files.createTempDirectory("modelyard-system-test")), environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sets of real data beside the source tree; they may be absent. */
    static Path data() {
        return ROOT.resolve("../shared/data").normalize();
    }

    /** Tiny pretrained networks beside the source tree; they may be absent. */
    static Path backbones() {
        return ROOT.resolve("../shared/fixtures/backbones").normalize();
    }

    /** Starts it, and returns when everything serves. */
    void up(int workers) {
        StartCaches.make(ROOT, () -> run(launcher(List.of("prepare")), PREPARATION));
        runHere(
                "up",
                "--detach",
                "--port",
                String.valueOf(FreePorts.plan(workers).base()),
                "--workers",
                String.valueOf(workers));
    }

    /** Stops it as a person would. */
    void down() {
        runHere("down");
    }

    /** Returns when each service is ready, also one that a test has killed. */
    void awaitServices() {
        RuntimeFile runtime = runtime();
        for (String service : List.of(runtime.auth(), runtime.api(), runtime.inference())) {
            await(service)
                    .atMost(START)
                    .ignoreExceptions()
                    .until(() -> RestAssured.get(service + "/q/health/ready").statusCode() == 200);
        }
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

    DataFolder folder() {
        return folder;
    }

    /** Where the artifact store and the working folders of services lie, if that is a disk of its own. */
    Optional<SmallDisk> disk() {
        return disk;
    }

    private void keepOnSmallDisk() {
        Path mounted = folder.root().resolve("disk");
        try {
            Files.createDirectories(mounted);
            disk = SmallDisk.mount(mounted);
            for (Path kept : List.of(folder.store(), folder.root().resolve("work"))) {
                Files.createSymbolicLink(kept, Files.createDirectories(mounted.resolve(kept.getFileName())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the platform remembers. */
    Ledger ledger() {
        return new Ledger(runtime().postgres(), folder.store());
    }

    /** A process by its name, as long as it runs. */
    Optional<ProcessHandle> process(String name) {
        return Optional.ofNullable(runtime().pids().get(name))
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive);
    }

    /** The name of the process that is a worker, which says its id in its log when it takes up work. */
    String processOf(String worker) {
        try (Stream<Path> logs = Files.list(folder.logs())) {
            for (Path log : logs.toList()) {
                if (Files.readString(log).contains("worker " + worker + " takes jobs")) {
                    return log.getFileName().toString().replace(".log", "");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no process says that it is " + worker);
    }

    /** What workers have logged as errors, each with the first lines of its stack trace. */
    String workerErrors() {
        StringBuilder found = new StringBuilder();
        try (Stream<Path> logs = Files.list(folder.logs())) {
            for (Path log : logs.filter(
                            path -> String.valueOf(path.getFileName()).startsWith("worker-"))
                    .toList()) {
                List<String> lines = Files.readAllLines(log);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).contains(" ERROR ")) {
                        lines.subList(i, Math.min(lines.size(), i + LINES_OF_AN_ERROR))
                                .forEach(line -> found.append(line).append('\n'));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.toString();
    }

    /** Ends processes as a crash would, all at once: {@code kill -9}. The launcher starts each again. */
    void kill(String... names) {
        List<ProcessHandle> victims =
                Stream.of(names).flatMap(name -> process(name).stream()).toList();
        victims.forEach(ProcessHandle::destroyForcibly);
        victims.forEach(victim -> victim.onExit().join());
    }

    /** Sends a signal by its name. */
    void signal(String signal, String name) {
        long pid = process(name).orElseThrow().pid();
        run(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)), Duration.ofSeconds(10));
    }

    /** Stops a process and all that it has started from running at all, until {@link #thaw}. */
    void freeze(String name) {
        signalFamily("STOP", name);
    }

    void thaw(String name) {
        signalFamily("CONT", name);
    }

    private void signalFamily(String signal, String name) {
        ProcessHandle process = process(name).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, String.valueOf(process.pid())));
        process.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(command::add);
        run(new ProcessBuilder(command), Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        down();
        disk.ifPresent(SmallDisk::close);
        try (Stream<Path> files = Files.walk(folder.root())) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runHere(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.root().toString()));
        ProcessBuilder builder = launcher(all);
        builder.environment().put("MODELYARD_IMPORT_ROOTS", data() + "," + folder.imports());
        if (Files.isDirectory(backbones())) {
            builder.environment().put("MODELYARD_BACKBONES", backbones().toString());
            builder.environment().put("MODELYARD_FACADE_GTS_BAGUALU_NETWORK", "tiny-bert");
        }
        builder.environment().putAll(environment);
        run(builder, START);
    }

    private static ProcessBuilder launcher(List<String> arguments) {
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
        return new ProcessBuilder(command).inheritIO();
    }

    private static void run(ProcessBuilder builder, Duration patience) {
        String program = builder.command().getFirst();
        try {
            Process process = builder.start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                throw new IllegalStateException("%s did not come back: %s".formatted(program, builder.command()));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(program, process.exitValue(), builder.command()));
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
