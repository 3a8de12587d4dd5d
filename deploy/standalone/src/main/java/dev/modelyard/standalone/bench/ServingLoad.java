package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What predictions cost over HTTP, by the number of callers: at the replica itself, and by the public way through api-service. */
final class ServingLoad {
    private static final List<Integer> CALLERS = List.of(1, 4, 16, 64);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROWS = 600;
    private static final int COLUMNS = 8;
    private static final long SEED = 11;

    private final RuntimeFile runtime;
    private final PlatformClient client;

    /** What the replica counts of a model, since it was loaded. */
    private record Runs(double count, double seconds, double inputs) {
        Runs minus(Runs earlier) {
            return new Runs(count - earlier.count, seconds - earlier.seconds, inputs - earlier.inputs);
        }
    }

    private ServingLoad(RuntimeFile runtime) {
        this.runtime = runtime;
        this.client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
    }

    /** Trains a small model of rows, starts it, and calls it. */
    static Table table(RuntimeFile runtime, Path folder) throws IOException, InterruptedException {
        return new ServingLoad(runtime).measure(rows(folder));
    }

    private static Path rows(Path folder) throws IOException {
        Random random = new Random(SEED);
        StringBuilder rows = new StringBuilder("a,b,c,d,e,f,g,h,y\n");
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int column = 0; column < COLUMNS; column++) {
                double value = random.nextGaussian();
                sum += value * (column + 1);
                rows.append(String.format(Locale.ROOT, "%.3f,", value));
            }
            rows.append(String.format(Locale.ROOT, "%.3f%n", sum));
        }
        return Files.writeString(folder.resolve("serving.csv"), rows);
    }

    private Table measure(Path rows) throws IOException, InterruptedException {
        String model = started(rows);
        String body = Json.write(Map.of("inputs", List.of(List.of(.1, .2, .3, .4, .5, .6, .7, .8))));
        List<List<String>> table = new ArrayList<>();
        Map<String, String> ways = Map.of("replica", runtime.inference(), "api-service", runtime.api());
        for (String way : List.of("replica", "api-service")) {
            URI service = URI.create(ways.get(way));
            byte[] request = KeptConnection.post(service, "/v1/models/" + model + "/predict", client.token(), body);
            load(service, request, 16, WARM_UP);
            load(service, request, 1, WARM_UP.dividedBy(3));
            for (int callers : CALLERS) {
                Runs before = runs(model);
                Samples samples = load(service, request, callers, MEASURED);
                Runs runs = runs(model).minus(before);
                table.add(List.of(
                        way,
                        String.valueOf(callers),
                        String.format(Locale.ROOT, "%.0f", samples.size() / (double) MEASURED.toSeconds()),
                        millis(samples, 0.5),
                        millis(samples, 0.99),
                        String.format(Locale.ROOT, "%.1f", runs.inputs() / runs.count()),
                        String.format(Locale.ROOT, "%.3f", 1e3 * runs.seconds() / runs.count())));
            }
        }
        return new Table(
                "Predictions over HTTP",
                "One row of eight numbers a call, a model of rows as it is trained by default, %d s each, callers that keep their connections and ask again at once; milliseconds. A run is what ONNX Runtime and the preparation of its inputs take, from the replica's own figures."
                        .formatted(MEASURED.toSeconds()),
                List.of("called at", "callers", "calls/s", "p50", "p99", "inputs a run", "ms a run"),
                table);
    }

    private String started(Path rows) throws IOException {
        String dataset = client.post("/v1/datasets", Map.of("name", "serving", "task", "tabular-regression"))
                .path("id")
                .asText();
        Waiting waiting = new Waiting(client);
        waiting.forJob(
                client.upload("/v1/datasets/" + dataset + "/content?format=csv", rows, "text/csv")
                        .path("id")
                        .asText(),
                PATIENCE,
                _ -> {});
        String model = client.post("/v1/models", Map.of("name", "serving", "task", "tabular-regression"))
                .path("id")
                .asText();
        JsonNode job = client.post(
                "/v1/jobs",
                Map.of("kind", "train", "model", model, "dataset", dataset, "parameters", Map.of("max_epochs", 5)));
        waiting.forJob(job.path("id").asText(), PATIENCE, _ -> {});
        JsonNode deployment = client.post("/v1/deployments", Map.of("model", model));
        waiting.forDeployment(deployment.path("id").asText(), PATIENCE);
        return model;
    }

    private static Samples load(URI service, byte[] request, int callers, Duration time)
            throws IOException, InterruptedException {
        List<Duration> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Duration>>> running = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            for (int caller = 0; caller < callers; caller++) {
                running.add(threads.submit(() -> call(service, request, end)));
            }
            for (Future<List<Duration>> one : running) {
                all.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a prediction failed", e.getCause());
        }
        return Samples.of(all);
    }

    private static List<Duration> call(URI service, byte[] request, long end) throws IOException {
        List<Duration> taken = new ArrayList<>();
        try (KeptConnection connection = KeptConnection.to(service)) {
            long begin = System.nanoTime();
            while (begin - end < 0) {
                int status = connection.send(request);
                if (status != 200) {
                    throw new IOException("the answer was " + status);
                }
                long now = System.nanoTime();
                taken.add(Duration.ofNanos(now - begin));
                begin = now;
            }
        }
        return taken;
    }

    private Runs runs(String model) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String figures = http.send(
                            HttpRequest.newBuilder(URI.create(runtime.inference() + "/q/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return new Runs(
                    figure(figures, "modelyard_prediction_run_seconds_count", model),
                    figure(figures, "modelyard_prediction_run_seconds_sum", model),
                    figure(figures, "modelyard_prediction_batch_sum", model));
        }
    }

    private static double figure(String figures, String name, String model) throws IOException {
        return figures.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(model))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("the replica has no figure " + name));
    }

    private static String millis(Samples samples, double share) {
        return String.format(Locale.ROOT, "%.2f", samples.quantile(share).toNanos() / 1e6);
    }
}
