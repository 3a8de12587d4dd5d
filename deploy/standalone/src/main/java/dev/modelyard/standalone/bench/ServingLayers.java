package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.bench.ServingLoad.Measured;
import dev.modelyard.standalone.bench.ServingLoad.Way;
import dev.modelyard.standalone.stack.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each layer between a caller and ONNX Runtime adds, for one caller and for sixteen. */
final class ServingLayers {
    private static final List<Integer> CALLERS = List.of(1, 16);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final StackSettings settings;
    private final List<List<String>> rows = new ArrayList<>();

    private ServingLayers(StackSettings settings) {
        this.settings = settings;
    }

    /**
     * @param replica its address
     * @param overHttp what calls of that model cost over HTTP
     */
    static Table table(StackSettings settings, URI replica, ServedModel model, List<Measured> overHttp)
            throws IOException, InterruptedException {
        ServingLayers layers = new ServingLayers(settings);
        layers.addInProcess(model);
        layers.addHttpAlone(replica);
        layers.add("HTTP with a token, at the replica", Way.REPLICA, overHttp);
        layers.add("through api-service", Way.API_SERVICE, overHttp);
        return new Table(
                "What each layer of a prediction costs",
                ("The same model and row, %d s each; milliseconds. ONNX Runtime alone: one prepared row, called by as many threads as there"
                                + " are callers, in a process of its own; where there are more of them than processors, most wait for a"
                                + " processor, which their median does not show and the calls a second do. With batching: the row as it comes, by the replica's queue in that"
                                + " process. HTTP alone: `/v2/health/ready` at the replica, which needs no token, predicts nothing and takes no"
                                + " body; a prediction without a token is refused, so there is none to measure.")
                        .formatted(ServingLoad.MEASURED.toSeconds()),
                List.of("layer", "callers", "calls/s", "p50", "p99"),
                layers.rows);
    }

    private void addInProcess(ServedModel model) throws IOException, InterruptedException {
        Path files = model.files(settings.folder().store());
        List<String> arguments = List.of(
                files.toString(),
                joined(ServedModel.ROW.stream()),
                joined(CALLERS.stream()),
                String.valueOf(ServingLoad.MEASURED.toSeconds()));
        ModuleBenchmark.LAYERS
                .run(settings.tree(), settings.folder().cache(), arguments)
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(cells ->
                        rows.add(List.of(words(cells[0]), cells[1], cells[2], millis(cells[3]), millis(cells[4]))));
    }

    private static String joined(Stream<?> values) {
        return values.map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String words(String layer) {
        return switch (layer) {
            case "model" -> "ONNX Runtime alone";
            case "queue" -> "with batching";
            default -> throw new IllegalArgumentException("no layer is called " + layer);
        };
    }

    private static String millis(String nanos) {
        return String.format(Locale.ROOT, "%.3f", Long.parseLong(nanos) / 1e6);
    }

    private void addHttpAlone(URI replica) throws IOException, InterruptedException {
        byte[] request = KeptConnection.get(replica, "/v2/health/ready");
        for (int callers : CALLERS) {
            Load.of(replica, request, callers, WARM_UP);
            add("HTTP alone", callers, Load.of(replica, request, callers, ServingLoad.MEASURED));
        }
    }

    private void add(String layer, Way way, List<Measured> overHttp) {
        overHttp.stream()
                .filter(measured -> measured.way() == way && CALLERS.contains(measured.callers()))
                .forEach(measured -> add(layer, measured.callers(), measured.samples()));
    }

    private void add(String layer, int callers, Samples samples) {
        rows.add(List.of(
                layer,
                String.valueOf(callers),
                ServingLoad.perSecond(samples),
                samples.millis(0.5, 3),
                samples.millis(0.99, 3)));
    }
}
