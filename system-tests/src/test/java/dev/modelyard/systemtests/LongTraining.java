package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A training that is long enough for a fault to meet it in the middle, and what it ends with where nothing happens to it.
 *
 * @param epochs as many as take long enough on this machine
 * @param seconds that it took undisturbed, from the first step to the last
 * @param undisturbed the job as it ended
 * @param weights digest of the weights it made
 */
record LongTraining(
        Installation installation, String dataset, int epochs, double seconds, JsonNode undisturbed, String weights) {
    private static final int FEWEST_EPOCHS = 150;

    /** Where it is measured; a worker that has trained often is up to a third faster. */
    private static final double SHORTEST_SECONDS = 10;

    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(200);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Map<Installation, LongTraining> KNOWN = new HashMap<>();

    /** One that was begun. */
    record Begun(String model, String job) {}

    /** Trains it once, undisturbed; the next class that asks gets the same. */
    static synchronized LongTraining of(Installation installation) {
        return KNOWN.computeIfAbsent(installation, LongTraining::trained);
    }

    private static LongTraining trained(Installation installation) {
        Caller caller = Caller.admin(installation);
        String dataset = caller.dataset("tabular-classification");
        caller.importOf(dataset, "format=csv&split=0.5,0.25,0.25", "text/csv", ROWS);
        LongTraining training = trained(installation, dataset, FEWEST_EPOCHS);
        while (training.seconds() < SHORTEST_SECONDS) {
            int epochs = (int) Math.ceil(1.1 * training.epochs() * SHORTEST_SECONDS / training.seconds());
            training = trained(installation, dataset, epochs);
        }
        return training;
    }

    private static LongTraining trained(Installation installation, String dataset, int epochs) {
        Caller caller = Caller.admin(installation);
        String model = caller.model("tabular-classification");
        JsonNode ended = caller.succeeded(caller.submitTraining(model, dataset, parameters(epochs)), PATIENCE);
        double seconds = caller.client()
                .get("/v1/models/" + model + "/versions/1")
                .path("training_seconds")
                .asDouble();
        return new LongTraining(installation, dataset, epochs, seconds, ended, weights(caller, model));
    }

    private static Map<String, Object> parameters(int epochs) {
        return Map.of("seed", 7, "max_epochs", epochs);
    }

    /** Begins it anew, for a new model, and returns once it is well under way and can go on from a checkpoint. */
    Begun begin() {
        return begin(epochs / 6);
    }

    /** Begins it anew, for a new model, and returns at some moment of it. */
    Begun begin(Random random) {
        return begin(random.nextInt(epochs / 6, epochs / 2));
    }

    private Begun begin(int epoch) {
        Caller caller = Caller.admin(installation);
        String model = caller.model("tabular-classification");
        String job = caller.submitTraining(model, dataset, parameters(epochs));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        caller.job(job).path("progress").path("epoch").asInt() >= epoch && hasCheckpoint(caller, job));
        return new Begun(model, job);
    }

    private static boolean hasCheckpoint(Caller caller, String job) {
        return !caller.client()
                .get("/v1/jobs/" + job + "/checkpoints")
                .path("items")
                .isEmpty();
    }

    /**
     * It succeeds, with the figures and weights of the undisturbed one.
     *
     * @return the job as it ended
     */
    JsonNode requireSameEnd(Begun begun, String why) {
        Caller caller = Caller.admin(installation);
        JsonNode ended = caller.endedDespiteOutages(begun.job(), PATIENCE);
        assertThat(ended.path("state").asText()).as("%s; %s", ended, why).isEqualTo("succeeded");
        assertThat(ended.path("metrics")).as(why).isEqualTo(undisturbed.path("metrics"));
        assertThat(weights(caller, begun.model())).as(why).isEqualTo(weights);
        assertThat(caller.client()
                        .get("/v1/models/" + begun.model() + "/versions")
                        .path("items"))
                .as(why)
                .hasSize(1);
        assertThat(scoredEpochs(caller, begun.job())).as(why).isEqualTo(epochs);
        return ended;
    }

    private static int scoredEpochs(Caller caller, String job) {
        int count = 0;
        String cursor = "";
        do {
            JsonNode page = caller.client().get("/v1/jobs/" + job + "/metrics?limit=200" + cursor);
            count += page.path("items").size();
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return count;
    }

    /** The digest of the weights of a model's first version. */
    private static String weights(Caller caller, String model) {
        for (JsonNode file :
                caller.client().get("/v1/models/" + model + "/versions/1/files").path("items")) {
            if (file.path("path").asText().equals("weights.safetensors")) {
                return file.path("sha256").asText();
            }
        }
        throw new AssertionError("no weights");
    }
}
