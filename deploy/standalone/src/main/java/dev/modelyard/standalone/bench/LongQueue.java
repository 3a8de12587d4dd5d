package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.client.PlatformClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many jobs a second are accepted, and what a queue of a hundred thousand costs those who call; no worker takes any. */
final class LongQueue {
    private static final int LENGTH = 100_000;
    private static final int CALLERS = 16;
    private static final int WARM_UP = 300;
    private static final int CALLS = 500;

    private final PlatformClient client;
    private final String file;
    private final List<String> datasets = new ArrayList<>();

    private LongQueue(PlatformClient client, String file) {
        this.client = client;
        this.file = file;
    }

    /**
     * @param folder below an import root, on the machine of the services
     */
    static List<Table> tables(PlatformClient client, Path folder) throws IOException, InterruptedException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "x,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n");
        return new LongQueue(client, rows.toString()).measure();
    }

    private List<Table> measure() throws InterruptedException {
        for (int i = 0; i < CALLERS; i++) {
            datasets.add(client.post("/v1/datasets", Map.of("name", "queue " + i, "task", "tabular-classification"))
                    .path("id")
                    .asText());
        }
        calls(WARM_UP);
        List<Samples> empty = calls(CALLS);
        long begin = System.nanoTime();
        fill(LENGTH);
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Samples> full = calls(CALLS);
        Table accepted = new Table(
                "Jobs accepted",
                "%d imports by path, submitted over HTTP by %d callers with tokens, each answered after its commit is on disk."
                        .formatted(LENGTH, CALLERS),
                List.of("jobs", "seconds", "jobs a second"),
                List.of(List.of(
                        String.valueOf(LENGTH),
                        String.format(Locale.ROOT, "%.1f", seconds),
                        String.format(Locale.ROOT, "%.0f", LENGTH / seconds))));
        return List.of(accepted, latencies(empty, full));
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

    private void fill(int jobs) throws InterruptedException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int own = caller;
                running.add(callers.submit(() -> {
                    for (int i = own; i < jobs; i += CALLERS) {
                        submit(own);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("jobs were not accepted", e.getCause());
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
