package dev.modelyard.standalone.bench;

import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** How many jobs a second are accepted, and what a queue of a hundred thousand costs those who call; no worker takes any. */
final class LongQueue {
    private static final int LENGTH = 100_000;
    private static final int CALLERS = 16;
    /** Submissions before those that count, so that the code is compiled. */
    private static final int WARM_UP_JOBS = 20_000;

    private static final int ACCEPTED = 202;
    private static final int WARM_UP = 300;
    private static final int CALLS = 500;

    private final RuntimeFile runtime;
    private final PlatformClient client;
    private final String file;
    private final List<String> datasets = new ArrayList<>();

    private LongQueue(RuntimeFile runtime, String file) {
        this.runtime = runtime;
        this.client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
        this.file = file;
    }

    /**
     * @param folder below an import root, on the machine of the services
     */
    static List<Table> tables(RuntimeFile runtime, Path folder) throws IOException, InterruptedException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "x,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n");
        return new LongQueue(runtime, rows.toString()).measure();
    }

    private List<Table> measure() throws IOException, InterruptedException {
        for (int i = 0; i < CALLERS; i++) {
            datasets.add(client.post("/v1/datasets", Map.of("name", "queue " + i, "task", "tabular-classification"))
                    .path("id")
                    .asText());
        }
        calls(WARM_UP);
        List<Samples> empty = calls(CALLS);
        Table accepted = accepted();
        List<Samples> full = calls(CALLS);
        return List.of(accepted, latencies(empty, full));
    }

    private Table accepted() throws IOException, InterruptedException {
        fill(WARM_UP_JOBS);
        Duration before = processorTime();
        long begin = System.nanoTime();
        fill(LENGTH);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double own = processorTime().minus(before).toMillis() / 1e3;
        return new Table(
                "Jobs accepted",
                ("%d imports by path, submitted over HTTP by %d callers with tokens on connections they keep, each answered after its"
                                + " commit is on disk, after %d that are not counted; processors used by api-service alone.")
                        .formatted(LENGTH, CALLERS, WARM_UP_JOBS),
                List.of("jobs", "seconds", "jobs a second", "processors used"),
                List.of(List.of(
                        String.valueOf(LENGTH),
                        String.format(Locale.ROOT, "%.1f", seconds),
                        String.format(Locale.ROOT, "%.0f", LENGTH / seconds),
                        String.format(Locale.ROOT, "%.2f", own / seconds))));
    }

    private static Table latencies(List<Samples> empty, List<Samples> full) {
        List<String> names = List.of("submit", "list", "read", "stop");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Samples before = empty.get(i);
            Samples after = full.get(i);
            double ratio = (double) after.quantile(0.5).toNanos()
                    / before.quantile(0.5).toNanos();
            rows.add(List.of(
                    names.get(i),
                    before.millis(0.5),
                    before.millis(0.99),
                    after.millis(0.5),
                    after.millis(0.99),
                    String.format(Locale.ROOT, "%.2f", ratio)));
        }
        return new Table(
                "Calls beside a queue of " + LENGTH,
                "Milliseconds of %d calls each, one after another: submit a job, list 50, read it with its place in the queue, stop it."
                        .formatted(CALLS),
                List.of("call", "empty p50", "empty p99", "long p50", "long p99", "long / empty, p50"),
                rows);
    }

    /** Submit, list, read and stop, so often. */
    private List<Samples> calls(int times) {
        List<List<Duration>> taken =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            String job = submit(i);
            taken.get(0).add(since(begin));
            begin = System.nanoTime();
            client.get("/v1/jobs?limit=50");
            taken.get(1).add(since(begin));
            begin = System.nanoTime();
            client.get("/v1/jobs/" + job);
            taken.get(2).add(since(begin));
            begin = System.nanoTime();
            client.post("/v1/jobs/" + job + "/stop", Map.of());
            taken.get(3).add(since(begin));
        }
        return taken.stream().map(Samples::of).toList();
    }

    private String submit(int i) {
        return client.post("/v1/datasets/" + datasets.get(i % datasets.size()) + "/import", Map.of("path", file))
                .path("id")
                .asText();
    }

    private void fill(int jobs) throws IOException, InterruptedException {
        URI api = URI.create(runtime.api());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (String dataset : datasets) {
                byte[] request = KeptConnection.post(
                        api, "/v1/datasets/" + dataset + "/import", client.token(), Json.write(Map.of("path", file)));
                running.add(callers.submit(() -> submit(api, request, jobs / CALLERS)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("jobs were not accepted", e.getCause());
        }
    }

    private static Void submit(URI api, byte[] request, int jobs) throws IOException {
        try (KeptConnection connection = KeptConnection.to(api)) {
            for (int i = 0; i < jobs; i++) {
                int status = connection.send(request);
                if (status != ACCEPTED) {
                    throw new IOException("the answer was " + status);
                }
            }
        }
        return null;
    }

    private Duration processorTime() {
        return ProcessIdentity.processorTime(
                        Objects.requireNonNull(runtime.pids().get("api")))
                .orElseThrow(() -> new IllegalStateException("api-service has ended"));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
