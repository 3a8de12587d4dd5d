package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many tokens auth-service grants, asked over HTTP by clients that keep their connections. */
final class TokenGrants {
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(30);

    /** Grants in some time, for which the service used so much of the processors. */
    private record Rate(long grants, Duration time, Duration processorTime) {}

    private TokenGrants() {}

    static Table table(RuntimeFile runtime) throws IOException, InterruptedException {
        List<HttpRequest> requests = requests(runtime);
        long pid = Objects.requireNonNull(runtime.pids().get("auth"));
        measure(requests, pid, WARM_UP);
        Rate rate = measure(requests, pid, MEASURED);
        return new Table(
                "Token grants",
                CLIENTS + " clients, each with a connection of its own, ask one after another by Basic credentials for "
                        + MEASURED.toSeconds() + " s, after " + WARM_UP.toSeconds()
                        + " s that are not counted; processor time of auth-service from /proc/PID/stat.",
                List.of("grants/s", "grants per processor second", "processors used"),
                List.of(List.of(
                        perSecond(rate.grants(), rate.time()),
                        perSecond(rate.grants(), rate.processorTime()),
                        String.format(Locale.ROOT, "%.2f", seconds(rate.processorTime()) / seconds(rate.time())))));
    }

    private static List<HttpRequest> requests(RuntimeFile runtime) {
        PlatformClient admin = new PlatformClient(runtime.auth(), Credentials.admin(runtime));
        List<HttpRequest> requests = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            JsonNode client = admin.post("/v1/clients", Map.of("name", "bench " + i));
            Credentials credentials = new Credentials(
                    runtime.auth(),
                    client.path("secret_id").asText(),
                    client.path("secret_key").asText());
            requests.add(HttpRequest.newBuilder(URI.create(runtime.auth() + "/oauth2/token"))
                    .header("Authorization", credentials.basic())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                    .build());
        }
        return requests;
    }

    private static Rate measure(List<HttpRequest> requests, long pid, Duration time)
            throws IOException, InterruptedException {
        Duration before = processorTime(pid);
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long grants = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> running = requests.stream()
                    .map(request -> callers.submit(() -> ask(request, end)))
                    .toList();
            for (Future<Long> asked : running) {
                grants += asked.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a token was not granted", e.getCause());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return new Rate(grants, took, processorTime(pid).minus(before));
    }

    private static long ask(HttpRequest request, long end) throws IOException, InterruptedException {
        long grants = 0;
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (System.nanoTime() - end < 0) {
                int status = http.send(request, BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    throw new IOException("the answer was " + status);
                }
                grants++;
            }
        }
        return grants;
    }

    private static Duration processorTime(long pid) {
        return ProcessIdentity.processorTime(pid)
                .orElseThrow(() -> new UncheckedIOException(new IOException("auth-service has ended")));
    }

    private static String perSecond(long count, Duration time) {
        return String.format(Locale.ROOT, "%.0f", count / seconds(time));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
