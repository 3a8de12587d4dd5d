package dev.modelyard.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.ProblemException;
import dev.modelyard.standalone.client.Waiting;
import dev.modelyard.standalone.installation.RuntimeFile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The steps of a client's work with the platform, each as one call. */
record Caller(PlatformClient client, Path folder) {
    private static final Duration IMPORT = Duration.ofMinutes(3);
    private static final Duration START = Duration.ofMinutes(2);

    static Caller admin(Installation installation) {
        return new Caller(installation.admin(), installation.temporary());
    }

    /** A dataset without content. */
    String dataset(String task) {
        return client.post("/v1/datasets", Map.of("name", "set-" + task, "task", task))
                .path("id")
                .asText();
    }

    /** A dataset with the content of a folder's files, sent as a zip. */
    String datasetOf(String task, Path set, List<String> files) {
        String dataset = dataset(task);
        Path zip = zip(files.stream().map(set::resolve).toList());
        JsonNode job = client.upload("/v1/datasets/" + dataset + "/content?format=zip", zip, "application/zip");
        new Waiting(client).forJob(job.path("id").asText(), IMPORT, _ -> {});
        return dataset;
    }

    /** A dataset with what lies in a folder below an import root. */
    String datasetFrom(String task, Path set) {
        String dataset = dataset(task);
        JsonNode job = client.post("/v1/datasets/" + dataset + "/import", Map.of("path", set.toString()));
        new Waiting(client).forJob(job.path("id").asText(), IMPORT, _ -> {});
        return dataset;
    }

    /** The import of some text, as it ended. */
    JsonNode importOf(String dataset, String query, String mediaType, byte[] content) {
        try {
            Path file = Files.createTempFile(folder, "content", "");
            Files.write(file, content);
            JsonNode job = client.upload("/v1/datasets/" + dataset + "/content?" + query, file, mediaType);
            return ended(job.path("id").asText(), IMPORT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode importOf(String dataset, String query, String mediaType, String content) {
        return importOf(dataset, query, mediaType, content.getBytes(StandardCharsets.UTF_8));
    }

    String model(String task) {
        return client.post("/v1/models", Map.of("name", "model-" + task, "task", task))
                .path("id")
                .asText();
    }

    /** The id of a training that was submitted. */
    String submitTraining(String model, String dataset, Map<String, ?> parameters) {
        Map<String, Object> job = new HashMap<>(Map.of("kind", "train", "model", model, "dataset", dataset));
        job.put("parameters", parameters);
        return client.post("/v1/jobs", job).path("id").asText();
    }

    /** The id of a training of two epochs, for a new model, that was submitted. */
    String submitShortTraining(String dataset) {
        return submitTraining(model("tabular-classification"), dataset, Map.of("max_epochs", 2));
    }

    /** The job as it ended, however that was. */
    JsonNode ended(String job, Duration patience) {
        JsonNode[] last = {client.get("/v1/jobs/" + job)};
        try {
            new Waiting(client).forJob(job, patience, seen -> last[0] = seen);
        } catch (IllegalStateException e) {
            String state = last[0].path("state").asText();
            if (!state.equals("failed") && !state.equals("stopped")) {
                throw e;
            }
        }
        return last[0];
    }

    /** The job, which succeeded. */
    JsonNode succeeded(String job, Duration patience) {
        return new Waiting(client).forJob(job, patience, _ -> {});
    }

    JsonNode job(String job) {
        return client.get("/v1/jobs/" + job);
    }

    /** The job as it ended, however that was and though the platform may be away in between. */
    JsonNode endedDespiteOutages(String job, Duration patience) {
        return await().atMost(patience)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsMatching(Caller::isOutage)
                .until(() -> job(job), seen -> seen.has("ended_at"));
    }

    /** Whether a call failed because something is away. */
    static boolean isOutage(Throwable error) {
        return error instanceof UncheckedIOException
                || (error instanceof ProblemException problem && problem.status() >= 500);
    }

    /** What the runs of a job have said. */
    String log(Installation installation, String job) {
        RuntimeFile.Admin admin = installation.runtime().admin();
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic(admin.secretId(), admin.secretKey())
                .get(installation.runtime().api() + "/v1/jobs/" + job + "/log")
                .asString();
    }

    void deploy(String model) {
        String deployment = client.post("/v1/deployments", Map.of("model", model))
                .path("id")
                .asText();
        new Waiting(client).forDeployment(deployment, START);
    }

    JsonNode predict(String model, List<?> inputs) {
        return client.post("/v1/models/" + model + "/predict", Map.of("inputs", inputs))
                .path("predictions");
    }

    /** The status with which a call is refused; 0 if it is not. */
    static int refusal(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (ProblemException e) {
            return e.status();
        }
    }

    private Path zip(List<Path> files) {
        try {
            Path archive = Files.createTempFile(folder, "upload", ".zip");
            try (OutputStream out = Files.newOutputStream(archive);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files) {
                    zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a csv file without quotes: values by column name. */
    static List<Map<String, String>> rows(Path csv) {
        try (Stream<String> lines = Files.lines(csv)) {
            List<String[]> cells = lines.filter(line -> !line.isBlank())
                    .map(line -> line.split(",", -1))
                    .toList();
            String[] head = cells.getFirst();
            return cells.stream()
                    .skip(1)
                    .map(row -> {
                        Map<String, String> byName = new HashMap<>();
                        for (int i = 0; i < head.length; i++) {
                            byName.put(head[i], row[i]);
                        }
                        return byName;
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
