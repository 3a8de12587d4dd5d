package dev.modelyard.standalone.stack;

import dev.modelyard.embedded.KafkaBrokerMain;
import dev.modelyard.embedded.PostgresServer;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.Secrets;
import dev.modelyard.standalone.process.ChildSpec;
import dev.modelyard.standalone.process.Readiness;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How each Java process of the stack is run: memory, collector, system properties, environment. */
final class JavaProcesses {
    private static final String ANONYMOUS_GTS = "MODELYARD_FACADE_GTS_ANONYMOUS_AS";
    private static final String OPTIONS_PREFIX = "MODELYARD_JAVA_OPTIONS_";
    /** For all: small stacks and one collecting thread; each process shares two cores with six others. */
    private static final List<String> LEAN =
            List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xss512k", "-Dfile.encoding=UTF-8");

    private static final List<String> NATIVE = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dai.djl.offline=true",
            "-DOPT_OUT_TRACKING=true");

    private final StackSettings settings;
    private final DataFolder folder;
    private final Secrets secrets;

    JavaProcesses(StackSettings settings, Secrets secrets) {
        this.settings = settings;
        this.folder = settings.folder();
        this.secrets = secrets;
    }

    ChildSpec kafka() {
        // The broker spends its time on disk and network: what the second compiler would win is less than it takes at
        // start.
        List<String> command =
                java("kafka", "deploy/standalone", List.of("-Xms32m", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
        command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KafkaBrokerMain.class.getName()));
        command.add(folder.kafka().toString());
        command.add(String.valueOf(settings.ports().kafka()));
        command.add(String.valueOf(settings.ports().kafkaController()));
        return new ChildSpec(
                "kafka",
                command,
                mark(),
                Map.of(),
                folder.log("kafka"),
                new Readiness.Tcp(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), settings.ports().kafka())));
    }

    ChildSpec auth() {
        Map<String, String> environment = service("auth", settings.ports().auth());
        addDatabase(environment);
        environment.put("MODELYARD_PEPPER", secrets.pepper());
        environment.put("MODELYARD_ADMIN_SECRET_ID", secrets.adminSecretId());
        environment.put("MODELYARD_ADMIN_SECRET_KEY", secrets.adminSecretKey());
        return quarkus("auth", "auth-service", settings.ports().auth(), List.of("-Xms24m", "-Xmx128m"), environment);
    }

    ChildSpec api() {
        Map<String, String> environment = service("api", settings.ports().api());
        addDatabase(environment);
        environment.put("MODELYARD_SYSTEM_KEY", secrets.systemKey());
        secrets.webhooksKey().ifPresent(key -> environment.put("MODELYARD_WEBHOOKS_KEY", key));
        environment.put(
                "MODELYARD_INFERENCE_URL", settings.httpAddress(settings.ports().inference()));
        if (settings.isLoopback()) {
            addAnonymousCallers(environment);
        }
        return quarkus("api", "api-service", settings.ports().api(), List.of("-Xms32m", "-Xmx256m"), environment);
    }

    ChildSpec inference() {
        List<String> memory = new ArrayList<>(List.of("-Xms32m", "-Xmx512m", "-XX:MaxDirectMemorySize=256m"));
        memory.addAll(NATIVE);
        return quarkus(
                "inference",
                "inference-service",
                settings.ports().inference(),
                memory,
                service("inference", settings.ports().inference()));
    }

    /**
     * @param number from 1
     */
    ChildSpec worker(int number) {
        String name = "worker-" + number;
        int port = settings.ports().worker(number);
        // Weights of large networks pass through the heap when they are loaded and saved; while it trains it stays
        // small.
        List<String> memory =
                new ArrayList<>(List.of("-Xms32m", "-XX:MaxRAMPercentage=25", "-XX:MaxDirectMemorySize=256m"));
        memory.addAll(NATIVE);
        return quarkus(name, "trainer-worker", port, memory, service(name, port));
    }

    private ChildSpec quarkus(
            String name, String module, int port, List<String> memory, Map<String, String> environment) {
        List<String> command = java(name, module, memory);
        Path program = settings.tree().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        command.addAll(List.of("-jar", program.toString()));
        return new ChildSpec(
                name,
                command,
                mark(),
                environment,
                folder.log(name),
                new Readiness.Http(URI.create(settings.httpAddress(port) + "/q/health/ready")));
    }

    private List<String> java(String name, String module, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LEAN);
        command.addAll(options);
        command.add(mark());
        command.add("-Dmodelyard.process=" + name);
        command.add("-Djava.io.tmpdir=" + folder.temporary());
        addStartCache(command, settings.tree().resolve(module).resolve("target/start.aot"));
        String more =
                System.getenv(OPTIONS_PREFIX + name.replaceAll("-\\d+$", "").toUpperCase(Locale.ROOT));
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        return command;
    }

    private void addStartCache(List<String> command, Path cache) {
        switch (settings.startCaches()) {
            case USE -> {
                if (Files.exists(cache)) {
                    command.add("-XX:AOTCache=" + cache);
                }
            }
            case MAKE -> command.add("-XX:AOTCacheOutput=" + cache);
        }
    }

    /** By which a process is known as this installation's. Not the name of a setting: it would hide the one in the environment. */
    private String mark() {
        return "-Dmodelyard.installation=" + folder.root();
    }

    private Map<String, String> service(String name, int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", settings.host());
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", settings.kafkaAddress());
        environment.put(
                "MODELYARD_AUTH_URL", settings.httpAddress(settings.ports().auth()));
        environment.put("MODELYARD_STORE", folder.store().toUri().toString());
        environment.put("MODELYARD_DATA", folder.work(name).toString());
        environment.put("MODELYARD_IMPORT_ROOTS", importRoots());
        backbones().ifPresent(path -> environment.put("MODELYARD_BACKBONES", path));
        environment.put("DJL_CACHE_DIR", folder.cache().resolve("djl").toString());
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        environment.put("GOMP_SPINCOUNT", "10000");
        environment.putAll(settings.more());
        return environment;
    }

    private void addDatabase(Map<String, String> environment) {
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", settings.jdbcAddress());
        environment.put("QUARKUS_DATASOURCE_USERNAME", PostgresServer.USER);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", secrets.databasePassword());
    }

    /** Clients of APIs that never asked for credentials are the admin, unless the operator says otherwise; from this machine alone. */
    private void addAnonymousCallers(Map<String, String> environment) {
        if (System.getenv(ANONYMOUS_GTS) == null && !settings.more().containsKey(ANONYMOUS_GTS)) {
            environment.put(ANONYMOUS_GTS, secrets.adminSecretId());
            environment.put("MODELYARD_FACADE_GTS_ANONYMOUS_KEY", secrets.adminSecretKey());
        }
    }

    private String importRoots() {
        String given = System.getenv("MODELYARD_IMPORT_ROOTS");
        return given == null || given.isBlank() ? folder.imports().toString() : given;
    }

    /** Wherever a process runs, the folder is the one that whoever started this meant. */
    private static Optional<String> backbones() {
        return Optional.ofNullable(System.getenv("MODELYARD_BACKBONES"))
                .filter(path -> !path.isBlank())
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString());
    }

    /** The programs that must have been built. */
    static List<Path> programs(Path tree) {
        return Stream.of("auth-service", "api-service", "inference-service", "trainer-worker")
                .map(module -> tree.resolve(module + "/target/quarkus-app/quarkus-run.jar"))
                .toList();
    }
}
