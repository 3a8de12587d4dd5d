package dev.modelyard.systemtests;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.wire.Json;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of GTS-Engine that knows only host and port, from its first call to its last. */
class GtsIT {
    private static final String TASK = "tnews";
    private static final Duration TRAINED = Duration.ofMinutes(8);
    private static final int SAMPLES = 300;

    /** Of fifteen classes; guessing is .067. */
    private static final double BETTER_THAN_CHANCE = .2;

    private final String api = Installation.shared().runtime().api() + "/api/";

    @Test
    void newsAreUploadedTrainedServedAndPredictedWithoutCredentials() throws IOException {
        // Given
        Path set = Installation.data().resolve("text_cls_zh_tnews_fewshot");
        assumeTrue(Files.isDirectory(set), "the real data sets are not beside this source tree: " + set);
        List<String> labels = Files.readAllLines(set.resolve("labels.txt")).stream()
                .filter(label -> !label.isBlank())
                .toList();
        says(200, ask("create_task/", Map.of("task_name", TASK, "task_type", "classification")));
        for (String file : List.of("train.jsonl", "val.jsonl", "test.jsonl")) {
            says(200, upload(TASK, file, Files.readAllBytes(set.resolve(file))));
        }
        says(200, upload(TASK, "labels.json", Json.writeBytes(Map.of("labels", labels))));

        // When
        says(
                200,
                ask(
                        "train",
                        Map.of(
                                "task_id", TASK,
                                "train_data", "train.jsonl",
                                "val_data", "val.jsonl",
                                "test_data", "test.jsonl",
                                "label_data", "labels.json",
                                "gpuid", 0)));
        says(1, status(TASK));
        await().atMost(TRAINED)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> status(TASK).path("ret_code").asInt() != 1);
        says(2, status(TASK));
        double accuracy = status(TASK).path("test_acc").asDouble();
        assertThat(accuracy).isGreaterThan(BETTER_THAN_CHANCE);
        says(200, ask("start_inference/", Map.of("task_id", TASK)));

        // Then
        says(5, status(TASK));
        assertThat(asked(set.resolve("test.jsonl"), labels)).isGreaterThan(BETTER_THAN_CHANCE);
        says(200, ask("end_inference/", Map.of("task_id", TASK)));
        says(2, status(TASK));
        says(200, ask("delete_task/", Map.of("task_id", TASK)));
        says(-100, status(TASK));
    }

    /** An engine is what the operator of this installation gave it: the one what is built in, the other a tiny pretrained encoder. */
    @ParameterizedTest
    @ValueSource(strings = {"qiankunding", "bagualu"})
    void pairsAreComparedWithAndWithoutAPretrainedEncoder(String engine) throws IOException {
        // Given
        Path set = Installation.data().resolve("text_sim_zh_bustm_fewshot");
        assumeTrue(Files.isDirectory(set), "the real data sets are not beside this source tree: " + set);
        assumeTrue(
                engine.equals("qiankunding") || Files.isDirectory(Installation.backbones()),
                "no pretrained networks are beside this source tree: " + Installation.backbones());
        String task = "bustm-" + engine;
        says(200, ask("create_task", Map.of("task_name", task, "task_type", "similarity", "engine_type", engine)));
        for (String file : List.of("train.jsonl", "val.jsonl", "test.jsonl")) {
            says(200, upload(task, file, Files.readAllBytes(set.resolve(file))));
        }

        // When
        says(
                200,
                ask(
                        "train",
                        Map.of(
                                "task_id", task,
                                "train_data", "train.jsonl",
                                "val_data", "val.jsonl",
                                "test_data", "test.jsonl",
                                "max_num_epoch", 12)));
        await().atMost(TRAINED)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> status(task).path("ret_code").asInt() != 1);
        says(2, status(task));
        says(200, ask("start_inference", Map.of("task_id", task)));

        // Then
        assertThat(status(task).path("test_acc").asDouble()).isBetween(.4, 1.0);
        JsonNode answer = ask(
                "predict",
                Map.of(
                        "task_id",
                        task,
                        "sentences",
                        List.of(
                                Map.of("sentence1", "我想听歌", "sentence2", "我想听歌"),
                                Map.of("sentence1", "我想听歌", "sentence2", "明天下雨吗"))));
        says(200, answer);
        assertThat(answer.path("predictions")).hasSize(2).allMatch(label -> label.asText()
                .matches("[01]"));
        JsonNode probabilities = answer.path("probabilities");
        assertThat(probabilities.path(0).path(0).asDouble()
                        + probabilities.path(0).path(1).asDouble())
                .isCloseTo(1, within(1e-4));
        if (engine.equals("qiankunding")) {
            assertThat(answer.path("predictions").path(0).asText()).isEqualTo("1");
            assertThat(answer.path("predictions").path(1).asText()).isEqualTo("0");
        }
        says(200, ask("delete_task", Map.of("task_id", task)));
    }

    private double asked(Path test, List<String> labels) throws IOException {
        List<Map<String, String>> sentences = new ArrayList<>();
        List<String> truths = new ArrayList<>();
        for (String line : Files.readAllLines(test).subList(0, SAMPLES)) {
            JsonNode sample = Json.mapper().readTree(line);
            sentences.add(Map.of("content", sample.path("content").asText()));
            truths.add(sample.path("label").asText());
        }
        JsonNode answer = ask("predict/", Map.of("task_id", TASK, "sentences", sentences));
        says(200, answer);
        JsonNode result = answer.path("result");
        assertThat(result.path("predictions")).hasSize(SAMPLES).isEqualTo(answer.path("predictions"));
        int right = 0;
        for (int i = 0; i < SAMPLES; i++) {
            String label = result.path("predictions").path(i).asText();
            assertThat(mostProbable(result.path("probabilities").path(i), labels))
                    .isEqualTo(label);
            right += label.equals(truths.get(i)) ? 1 : 0;
        }
        return (double) right / SAMPLES;
    }

    private static String mostProbable(JsonNode probabilities, List<String> labels) {
        assertThat(probabilities).hasSize(labels.size());
        int best = 0;
        for (int i = 1; i < labels.size(); i++) {
            best = probabilities.path(i).asDouble() > probabilities.path(best).asDouble() ? i : best;
        }
        return labels.get(best);
    }

    private JsonNode status(String task) throws IOException {
        return ask("check_task_status/", Map.of("task_id", task));
    }

    private JsonNode ask(String method, Map<String, ?> body) throws IOException {
        return tree(
                given().contentType("application/json").body(Json.write(body)).post(api + method));
    }

    private JsonNode upload(String task, String name, byte[] content) throws IOException {
        return tree(given().multiPart("task_id", task)
                .multiPart("files", name, content, "application/octet-stream")
                .post(api + "upfiles"));
    }

    private static JsonNode tree(Response response) throws IOException {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return Json.mapper().readTree(response.asByteArray());
    }

    private static void says(int code, JsonNode answer) {
        assertThat(answer.path("ret_code").asInt()).as(answer.toString()).isEqualTo(code);
    }
}
