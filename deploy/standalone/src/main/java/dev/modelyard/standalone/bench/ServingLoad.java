package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What predictions cost over HTTP, by the number of callers: at the replica itself, and by the public way through api-service. */
final class ServingLoad {
    static final Duration MEASURED = Duration.ofSeconds(6);

    private static final List<Integer> CALLERS = List.of(1, 4, 16, 64);
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private final RuntimeFile runtime;
    private final PlatformClient client;
    private final ServedModel model;

    /** Where calls go. */
    enum Way {
        REPLICA("replica"),
        API_SERVICE("api-service");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        URI service(RuntimeFile runtime) {
            return URI.create(
                    switch (this) {
                        case REPLICA -> runtime.inference();
                        case API_SERVICE -> runtime.api();
                    });
        }
    }

    /** What so many callers found on a way, and what the replica counted meanwhile. */
    record Measured(Way way, int callers, Samples samples, Runs runs) {}

    /** What the replica counts of a model, since it was loaded. */
    record Runs(double count, double seconds, double inputs) {
        Runs minus(Runs earlier) {
            return new Runs(count - earlier.count, seconds - earlier.seconds, inputs - earlier.inputs);
        }
    }

    ServingLoad(RuntimeFile runtime, ServedModel model) {
        this.runtime = runtime;
        this.client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
        this.model = model;
    }

    List<Measured> measure() throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        for (Way way : Way.values()) {
            URI service = way.service(runtime);
            byte[] request = model.request(service, client.token(), 1);
            Load.of(service, request, 16, WARM_UP);
            Load.of(service, request, 1, WARM_UP.dividedBy(3));
            for (int callers : CALLERS) {
                Runs before = runs();
                Samples samples = Load.of(service, request, callers, MEASURED);
                all.add(new Measured(way, callers, samples, runs().minus(before)));
            }
        }
        return all;
    }

    private Runs runs() throws IOException, InterruptedException {
        ReplicaFigures figures = ReplicaFigures.of(runtime);
        return new Runs(
                figures.sum("modelyard_prediction_run_seconds_count", model.id()),
                figures.sum("modelyard_prediction_run_seconds_sum", model.id()),
                figures.sum("modelyard_prediction_batch_sum", model.id()));
    }

    static Table table(List<Measured> measured) {
        return new Table(
                "Predictions over HTTP",
                "One row of eight numbers a call, a model of rows as it is trained by default, %d s each, callers that keep their connections and ask again at once; milliseconds. A run is what ONNX Runtime and the preparation of its inputs take, from the replica's own figures."
                        .formatted(MEASURED.toSeconds()),
                List.of("called at", "callers", "calls/s", "p50", "p99", "inputs a run", "ms a run"),
                measured.stream().map(ServingLoad::row).toList());
    }

    private static List<String> row(Measured measured) {
        Runs runs = measured.runs();
        return List.of(
                measured.way().words,
                String.valueOf(measured.callers()),
                perSecond(measured.samples()),
                measured.samples().millis(0.5, 2),
                measured.samples().millis(0.99, 2),
                String.format(Locale.ROOT, "%.1f", runs.inputs() / runs.count()),
                String.format(Locale.ROOT, "%.3f", 1e3 * runs.seconds() / runs.count()));
    }

    /** Calls a second, of those that were measured for {@link #MEASURED}. */
    static String perSecond(Samples samples) {
        return String.format(Locale.ROOT, "%.0f", samples.size() / (double) MEASURED.toSeconds());
    }
}
