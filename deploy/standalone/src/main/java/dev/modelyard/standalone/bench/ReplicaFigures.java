package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * What the replica of inference-service says of itself at one moment.
 *
 * @param lines of its {@code /q/metrics}
 */
record ReplicaFigures(List<String> lines) {
    ReplicaFigures {
        lines = List.copyOf(lines);
    }

    static ReplicaFigures of(RuntimeFile runtime) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(runtime.inference() + "/q/metrics"))
                    .build();
            return new ReplicaFigures(
                    http.send(request, BodyHandlers.ofString()).body().lines().toList());
        }
    }

    /** The sum of all figures of that name. */
    double sum(String name) throws IOException {
        return sum(name, "");
    }

    /**
     * The sum of all figures of that name that are labelled so.
     *
     * @param label a value of any of their labels
     * @throws IOException if there is none
     */
    double sum(String name, String label) throws IOException {
        List<String> found = lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .toList();
        if (found.isEmpty()) {
            throw new IOException("the replica has no figure " + name);
        }
        return found.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
