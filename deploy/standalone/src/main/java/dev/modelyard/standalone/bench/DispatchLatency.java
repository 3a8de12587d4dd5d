package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a job waits for an idle worker: submitted over HTTP, handed over by Kafka, started. */
final class DispatchLatency {
    /** Until then the code on the way is compiled, and three times as slow. */
    private static final int WARM_UP = 300;

    private static final int MEASURED = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private DispatchLatency() {}

    static Table table(PlatformClient client, Path folder) throws IOException {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, "x,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n");
        String dataset = client.post("/v1/datasets", Map.of("name", "latency", "task", "tabular-classification"))
                .path("id")
                .asText();
        Waiting waiting = new Waiting(client);
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            String job = client.upload("/v1/datasets/" + dataset + "/content?format=csv", file, "text/csv")
                    .path("id")
                    .asText();
            JsonNode done = waiting.forJob(job, PATIENCE, _ -> {});
            if (i >= WARM_UP) {
                taken.add(Duration.between(time(done, "created_at"), time(done, "started_at")));
            }
        }
        Samples samples = Samples.of(taken);
        return new Table(
                "From submission to start",
                "%d imports of six rows, one after another, an idle worker, after %d others; milliseconds between the job's own `created_at` and `started_at`."
                        .formatted(MEASURED, WARM_UP),
                List.of("median", "90 %", "99 %", "most"),
                List.of(List.of(samples.millis(0.5), samples.millis(0.9), samples.millis(0.99), samples.millis(1))));
    }

    private static Instant time(JsonNode job, String field) {
        return Instant.parse(job.path(field).asText());
    }
}
