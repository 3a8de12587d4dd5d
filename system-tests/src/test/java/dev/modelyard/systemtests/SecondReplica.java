package dev.modelyard.systemtests;

import static org.awaitility.Awaitility.await;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another process of a service beside the one that the launcher runs: the same command and environment, another port. */
final class SecondReplica implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String PORT = "QUARKUS_HTTP_PORT";

    private final String service;
    private final Process process;
    private final String address;
    private final Credentials credentials;

    private SecondReplica(String service, Process process, String address, Credentials credentials) {
        this.service = service;
        this.process = process;
        this.address = address;
        this.credentials = credentials;
    }

    /**
     * Starts one, and returns when it is ready.
     *
     * @param service by its name at the launcher
     * @param settings that are different from the first one's
     */
    static SecondReplica start(Installation installation, String service, Map<String, String> settings) {
        Path first = Path.of(
                "/proc",
                String.valueOf(installation.process(service).orElseThrow().pid()));
        try {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(words(first.resolve("cmdline")));
            builder.environment().clear();
            for (String setting : words(first.resolve("environ"))) {
                int equals = setting.indexOf('=');
                builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            builder.environment().put(PORT, String.valueOf(port));
            builder.environment()
                    .put(
                            "MODELYARD_DATA",
                            installation
                                    .temporary()
                                    .resolve("second-" + service)
                                    .toString());
            builder.environment().putAll(settings);
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(installation
                            .temporary()
                            .resolve("second-" + service + ".log")
                            .toFile())
                    .start();
            String address = "http://127.0.0.1:" + port;
            SecondReplica replica =
                    new SecondReplica(service, process, address, Credentials.admin(installation.runtime()));
            await().atMost(START)
                    .ignoreExceptions()
                    .until(() -> process.isAlive()
                            && RestAssured.get(address + "/q/health/ready").statusCode() == 200);
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PlatformClient client() {
        return new PlatformClient(address, credentials);
    }

    String address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a crash would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it as a person would, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("a second %s did not end".formatted(service));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
