package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long the figures of an epoch take from the worker to whoever watches the job. */
final class EventLatency {
    private static final int ROWS = 4000;
    private static final int EPOCHS = 300;
    private static final int WARM_UP = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private EventLatency() {}

    static Table table(PlatformClient client, Path folder) throws IOException {
        Training training = Training.prepare(client, folder, ROWS);
        String job = training.submit(EPOCHS);
        List<Duration> taken = new ArrayList<>();
        try (Stream<String> lines = client.lines("/v1/jobs/" + job + "/events", Map.of())) {
            String type = "";
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && type.equals("progress")) {
                    Instant now = Instant.now();
                    JsonNode event = Json.read(line.substring("data: ".length()), JsonNode.class);
                    taken.add(Duration.between(Instant.parse(event.path("at").asText()), now));
                }
            }
        }
        new Waiting(client).forJob(job, PATIENCE, _ -> {});
        Samples samples = Samples.of(taken.subList(Math.min(WARM_UP, taken.size() - 1), taken.size()));
        return new Table(
                "From a worker's progress to a watcher",
                "%d events of a training of %d epochs on %d rows; milliseconds from the worker's `at` to the line that a client of `/v1/jobs/{id}/events` reads, on one machine."
                        .formatted(samples.size(), EPOCHS, ROWS),
                List.of("median", "90 %", "99 %", "most"),
                List.of(List.of(samples.millis(0.5), samples.millis(0.9), samples.millis(0.99), samples.millis(1))));
    }

    /** A model and rows to train it on. */
    record Training(PlatformClient client, String model, String dataset) {
        static Training prepare(PlatformClient client, Path folder, int rows) throws IOException {
            StringBuilder text = new StringBuilder("x,y,kind\n");
            for (int i = 0; i < rows; i++) {
                text.append(i % 97)
                        .append(',')
                        .append(i % 89)
                        .append(',')
                        .append(i % 97 > i % 89 ? "a" : "b")
                        .append('\n');
            }
            Path file = Files.writeString(folder.resolve("training.csv"), text);
            String dataset = client.post("/v1/datasets", Map.of("name", "events", "task", "tabular-classification"))
                    .path("id")
                    .asText();
            String imported = client.upload(
                            "/v1/datasets/" + dataset + "/content?format=csv&split=0.8,0.1,0.1", file, "text/csv")
                    .path("id")
                    .asText();
            new Waiting(client).forJob(imported, PATIENCE, _ -> {});
            String model = client.post("/v1/models", Map.of("name", "events", "task", "tabular-classification"))
                    .path("id")
                    .asText();
            return new Training(client, model, dataset);
        }

        String submit(int epochs) {
            return client.post(
                            "/v1/jobs",
                            Map.of(
                                    "kind",
                                    "train",
                                    "model",
                                    model,
                                    "dataset",
                                    dataset,
                                    "parameters",
                                    Map.of("min_epochs", epochs, "max_epochs", epochs)))
                    .path("id")
                    .asText();
        }
    }
}
