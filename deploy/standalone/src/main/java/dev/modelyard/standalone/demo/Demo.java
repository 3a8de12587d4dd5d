package dev.modelyard.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.terminal.Terminal;

/** Three models from samples to predictions, as any caller of the API would do it. */
public final class Demo {
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(2);
    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(15);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final long SEED = 20240601;

    private record Training(Sample sample, String model, String job) {}

    private final PlatformClient client;
    private final Waiting waiting;
    private final Terminal terminal;
    private final PrintWriter out;

    public Demo(PlatformClient client, Terminal terminal) {
        this.client = client;
        this.waiting = new Waiting(client);
        this.terminal = terminal;
        this.out = terminal.writer();
    }

    /**
     * Runs it.
     *
     * @param folder where the samples are written
     */
    public void run(Path folder) throws IOException {
        say("Making samples: sentences, pictures of shapes, points of a curve.");
        List<Sample> samples = List.of(
                IntentSample.write(folder, SEED), ShapeSample.write(folder, SEED), CurveSample.write(folder, SEED));
        say("Importing them, and training a model on each:");
        List<Training> trainings = samples.stream().map(this::submit).toList();
        for (Training training : trainings) {
            ProgressBar bar = new ProgressBar(terminal, training.sample().name());
            JsonNode job = waiting.forJob(training.job(), TRAINING_PATIENCE, bar::show);
            say(summary(job));
        }
        say("Starting the models and asking them:");
        for (Training training : trainings) {
            predict(training);
        }
    }

    private Training submit(Sample sample) {
        String dataset = client.post("/v1/datasets", Map.of("name", sample.name(), "task", sample.task()))
                .path("id")
                .asText();
        JsonNode importing = client.upload(
                "/v1/datasets/" + dataset + "/content?split=0.8,0.1,0.1&seed=7&name="
                        + sample.file().getFileName(),
                sample.file(),
                sample.mediaType());
        waiting.forJob(importing.path("id").asText(), IMPORT_PATIENCE, _ -> {});
        String model = client.post("/v1/models", Map.of("name", sample.name(), "task", sample.task()))
                .path("id")
                .asText();
        Map<String, Object> training = new HashMap<>(Map.of("kind", "train", "model", model, "dataset", dataset));
        training.put("parameters", sample.parameters());
        return new Training(
                sample, model, client.post("/v1/jobs", training).path("id").asText());
    }

    private static String summary(JsonNode job) {
        StringBuilder text = new StringBuilder("           trained by ")
                .append(job.path("worker").asText())
                .append(" in ")
                .append(job.path("run").asText());
        job.path("metrics").properties().stream()
                .filter(metric -> metric.getKey().startsWith("test_"))
                .forEach(metric -> text.append(String.format(
                        Locale.ROOT,
                        ", %s %.3f",
                        metric.getKey().replace('_', ' '),
                        metric.getValue().asDouble())));
        return text.toString();
    }

    private void predict(Training training) {
        JsonNode deployment = client.post("/v1/deployments", Map.of("model", training.model()));
        waiting.forDeployment(deployment.path("id").asText(), START_PATIENCE);
        Sample sample = training.sample();
        List<Object> inputs =
                sample.questions().stream().map(Sample.Question::input).toList();
        JsonNode answer = client.post("/v1/models/" + training.model() + "/predict", Map.of("inputs", inputs));
        say("  " + sample.name() + " (" + sample.task() + ", " + training.model() + ")");
        for (int i = 0; i < sample.questions().size(); i++) {
            Sample.Question question = sample.questions().get(i);
            JsonNode prediction = answer.path("predictions").path(i);
            say(String.format("    %-60s → %s", question.words(), words(prediction, question.truth())));
        }
    }

    private static String words(JsonNode prediction, String truth) {
        if (prediction.has("error")) {
            throw new IllegalStateException("the prediction failed: "
                    + prediction.path("error").path("message").asText());
        }
        return prediction.has("value")
                ? String.format(
                        Locale.ROOT,
                        "%.2f (the curve: %s)",
                        prediction.path("value").asDouble(),
                        truth)
                : String.format(
                        Locale.ROOT,
                        "%s, %.0f %%",
                        prediction.path("label").asText(),
                        prediction.path("probability").asDouble() * 100);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
