package dev.modelyard.standalone.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small model whose answers tell its number, because what it learnt from lies around a thousand times that number. */
record NumberedModel(int number, String id) {
    private static final double APART = 1000;
    private static final int ROWS = 30;
    private static final String TASK = "tabular-regression";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Trains and starts so many. */
    static List<NumberedModel> startAll(PlatformClient client, int count, Path folder) throws IOException {
        Waiting waiting = new Waiting(client);
        List<String> datasets = new ArrayList<>();
        List<String> imports = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String dataset = id(client.post("/v1/datasets", Map.of("name", "rows " + number, "task", TASK)));
            datasets.add(dataset);
            imports.add(id(client.upload(
                    "/v1/datasets/" + dataset + "/content?format=csv", rows(number, folder), "text/csv")));
        }
        imports.forEach(job -> waiting.forJob(job, PATIENCE, _ -> {}));
        List<NumberedModel> models = new ArrayList<>();
        List<String> trainings = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String model = id(client.post("/v1/models", Map.of("name", "model " + number, "task", TASK)));
            models.add(new NumberedModel(number, model));
            trainings.add(id(client.post("/v1/jobs", training(model, datasets.get(number)))));
        }
        trainings.forEach(job -> waiting.forJob(job, PATIENCE, _ -> {}));
        List<String> deployments = models.stream()
                .map(model -> id(client.post("/v1/deployments", Map.of("model", model.id()))))
                .toList();
        deployments.forEach(deployment -> waiting.forDeployment(deployment, PATIENCE));
        return models;
    }

    private static Path rows(int number, Path folder) throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int row = 0; row < ROWS; row++) {
            rows.append(row).append(',').append(number * APART + row % 3).append('\n');
        }
        return Files.writeString(folder.resolve("numbered.csv"), rows);
    }

    private static Map<String, Object> training(String model, String dataset) {
        return Map.of(
                "kind",
                "train",
                "model",
                model,
                "dataset",
                dataset,
                "parameters",
                Map.of("min_epochs", 1, "max_epochs", 1));
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    /** A call, as it goes over the wire. */
    byte[] request(URI service, String token) {
        return KeptConnection.post(
                service,
                "/v1/models/" + id + "/predict",
                token,
                Json.write(Map.of("inputs", List.of(List.of(ROWS / 2)))));
    }

    /** Whether that is an answer of this model. */
    boolean gave(KeptConnection.Answer answer) {
        if (answer.status() != 200) {
            return false;
        }
        try {
            JsonNode body = Json.mapper().readTree(answer.body());
            double value = body.path("predictions").path(0).path("value").asDouble(Double.NaN);
            return body.path("model").asText().equals(id) && Math.abs(value - number * APART) < APART / 2;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
