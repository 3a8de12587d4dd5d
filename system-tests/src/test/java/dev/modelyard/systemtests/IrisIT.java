package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IrisIT {
    private static final double MUST = .867;
    private static final String TARGET = "species";

    @Test
    void isUploadedTrainedThroughKafkaServedAndPredicted() {
        Path set = Installation.data().resolve("tab_cls_iris");
        assumeTrue(Files.isDirectory(set), "the real data sets are not beside this source tree: " + set);
        Caller caller = Caller.admin(Installation.shared());
        String dataset = caller.datasetOf("tabular-classification", set, List.of("train.csv", "val.csv", "test.csv"));
        JsonNode version = caller.client().get("/v1/datasets/" + dataset + "/versions/1");
        assertThat(version.path("counts").path("train").asInt()).isEqualTo(105);
        assertThat(version.path("counts").path("test").asInt()).isEqualTo(30);

        String model = caller.model("tabular-classification");
        JsonNode job = caller.succeeded(caller.submitTraining(model, dataset, Map.of()), Duration.ofMinutes(5));

        assertThat(job.path("run").asText()).startsWith("run_");
        assertThat(job.path("worker").asText()).startsWith("wrk_");
        assertThat(job.path("metrics").path("test_accuracy").asDouble()).isGreaterThanOrEqualTo(MUST);

        caller.deploy(model);
        assertThat(accuracy(caller, model, set.resolve("test.csv"))).isGreaterThanOrEqualTo(MUST);
        requireSameAsTensors(caller, model);
    }

    /** What the Open Inference Protocol says is what our own says. */
    private static void requireSameAsTensors(Caller caller, String model) {
        JsonNode own =
                caller.predict(model, List.of(List.of(5.1, 3.5, 1.4, 0.2))).path(0);

        JsonNode described = caller.client().get("/v2/models/" + model);
        JsonNode tensors = caller.client()
                .post(
                        "/v2/models/" + model + "/versions/1/infer",
                        Map.of(
                                "inputs",
                                List.of(Map.of(
                                        "name",
                                        described.at("/inputs/0/name").asText(),
                                        "shape",
                                        List.of(1, 4),
                                        "datatype",
                                        "FP32",
                                        "data",
                                        List.of(5.1, 3.5, 1.4, 0.2))),
                                "outputs",
                                List.of(Map.of("name", "label"), Map.of("name", "probability"))));

        assertThat(tensors.at("/outputs/0/data/0")).isEqualTo(own.path("label"));
        assertThat(tensors.at("/outputs/1/data/0").asDouble())
                .isCloseTo(own.path("probability").asDouble(), within(1e-5));
    }

    private static double accuracy(Caller caller, String model, Path test) {
        List<Map<String, Double>> inputs = new ArrayList<>();
        List<String> truths = new ArrayList<>();
        for (Map<String, String> row : Caller.rows(test)) {
            Map<String, Double> input = new HashMap<>();
            row.forEach((name, value) -> {
                if (!name.equals(TARGET)) {
                    input.put(name, Double.parseDouble(value));
                }
            });
            inputs.add(input);
            truths.add(String.valueOf(row.get(TARGET)));
        }
        JsonNode predictions = caller.predict(model, inputs);
        assertThat(predictions).hasSize(truths.size());
        int right = 0;
        for (int i = 0; i < truths.size(); i++) {
            right += predictions.path(i).path("label").asText().equals(truths.get(i)) ? 1 : 0;
        }
        return (double) right / truths.size();
    }
}
