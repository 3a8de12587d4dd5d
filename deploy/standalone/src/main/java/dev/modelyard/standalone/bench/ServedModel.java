package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A model of rows of eight numbers, trained by default and started.
 *
 * @param run that trained it
 */
record ServedModel(String id, String run) implements Served {
    /** What it is asked. */
    static final List<Double> ROW = List.of(.1, .2, .3, .4, .5, .6, .7, .8);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROWS = 600;
    private static final long SEED = 11;

    static ServedModel start(PlatformClient client, Path folder) throws IOException {
        Waiting waiting = new Waiting(client);
        String dataset = id(client.post("/v1/datasets", Map.of("name", "serving", "task", "tabular-regression")));
        waiting.forJob(
                id(client.upload("/v1/datasets/" + dataset + "/content?format=csv", rows(folder), "text/csv")),
                PATIENCE,
                _ -> {});
        String model = id(client.post("/v1/models", Map.of("name", "serving", "task", "tabular-regression")));
        String job = id(client.post(
                "/v1/jobs",
                Map.of("kind", "train", "model", model, "dataset", dataset, "parameters", Map.of("max_epochs", 5))));
        JsonNode trained = waiting.forJob(job, PATIENCE, _ -> {});
        waiting.forDeployment(id(client.post("/v1/deployments", Map.of("model", model))), PATIENCE);
        return new ServedModel(model, trained.path("run").asText());
    }

    private static Path rows(Path folder) throws IOException {
        Random random = new Random(SEED);
        StringBuilder rows = new StringBuilder("a,b,c,d,e,f,g,h,y\n");
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int column = 0; column < ROW.size(); column++) {
                double value = random.nextGaussian();
                sum += value * (column + 1);
                rows.append(String.format(Locale.ROOT, "%.3f,", value));
            }
            rows.append(String.format(Locale.ROOT, "%.3f%n", sum));
        }
        return Files.writeString(folder.resolve("serving.csv"), rows);
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    /** All of them {@link #ROW}. */
    @Override
    public byte[] request(URI service, String token, int inputs) {
        return KeptConnection.post(
                service,
                "/v1/models/" + id + "/predict",
                token,
                Json.write(Map.of("inputs", Collections.nCopies(inputs, ROW))));
    }

    /** Its files, in a store that is a folder, which keeps what it has below {@code objects}. */
    Path files(Path store) {
        return store.resolve("objects").resolve(StoreLayout.artifact(new RunId(run)));
    }
}
