package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.PlatformClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How long a training is nobody's after kill -9 of its worker, which the launcher starts again. */
final class Takeover {
    private static final int TIMES = 5;
    private static final int ROWS = 4000;
    private static final int EPOCHS = 3000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private Takeover() {}

    /**
     * @param worker the process of the only worker, as it is now
     */
    static Table table(PlatformClient client, Path folder, Supplier<ProcessHandle> worker)
            throws IOException, InterruptedException {
        EventLatency.Training training = EventLatency.Training.prepare(client, folder, ROWS);
        String job = training.submit(EPOCHS);
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            int least = 10 * (i + 1);
            JsonNode running = await(
                    client, job, seen -> seen.path("progress").path("epoch").asInt() >= least);
            String run = running.path("run").asText();
            long begin = System.nanoTime();
            worker.get().destroyForcibly();
            await(
                    client,
                    job,
                    seen -> seen.path("state").asText().equals("running")
                            && !seen.path("run").asText().equals(run));
            taken.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        client.post("/v1/jobs/" + job + "/stop", Map.of());
        Samples samples = Samples.of(taken);
        return new Table(
                "Takeover",
                "Milliseconds from kill -9 of the only worker, in the middle of a training, to the start of the next run in the worker that the launcher starts in its place, its pauses included; %d times."
                        .formatted(TIMES),
                List.of("least", "median", "most"),
                List.of(List.of(samples.millis(0), samples.millis(0.5), samples.millis(1))));
    }

    private static JsonNode await(PlatformClient client, String job, Predicate<JsonNode> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode seen = client.get("/v1/jobs/" + job);
            if (condition.test(seen)) {
                return seen;
            }
            if (seen.has("ended_at")) {
                throw new IllegalStateException(
                        "job " + job + " " + seen.path("state").asText());
            }
            Thread.sleep(LOOK_AGAIN);
        }
        throw new IllegalStateException("job " + job + " did not come so far");
    }
}
