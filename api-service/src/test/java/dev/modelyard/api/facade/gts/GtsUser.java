package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.ApiUser;
import dev.modelyard.contracts.wire.Json;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A client of the GTS API. */
record GtsUser(ApiUser user) {
    static final Duration LONGEST = Duration.ofSeconds(40);

    static final String LABELS = "{\"labels\": [\"x\", \"y\"]}";
    static final String LINES = "{\"content\": \"甲\", \"label\": \"x\"}\n{\"content\": \"乙\", \"label\": \"y\"}\n";

    static GtsUser fresh() {
        return new GtsUser(ApiUser.fresh());
    }

    /** What is answered to a call that the document knows; its HTTP status is always 200. */
    JsonNode ask(String method, Map<String, ?> body) {
        return ok(call(method, body));
    }

    Response call(String method, Map<String, ?> body) {
        return user.send(Json.write(body)).post("/gts/api/" + method);
    }

    static JsonNode ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/json");
        return tree(response.asByteArray());
    }

    static JsonNode tree(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void create(String task, String type) {
        assertThat(code(ask("create_task", Map.of("task_name", task, "task_type", type))))
                .isEqualTo(200);
    }

    JsonNode upload(String task, String name, String content) {
        return upload(task, name, content.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode upload(String task, String name, byte[] content) {
        RequestSpecification form = user.call()
                .multiPart(new MultiPartSpecBuilder(task)
                        .controlName("task_id")
                        .charset(StandardCharsets.UTF_8)
                        .build())
                .multiPart("files", name, content, "application/octet-stream");
        return ok(form.post("/gts/api/upfiles"));
    }

    /** A classification task with files that can be trained with. */
    void prepare(String task) {
        create(task, "classification");
        Map.of("train.json", LINES, "val.json", LINES, "test.json", LINES, "labels.json", LABELS)
                .forEach((name, content) ->
                        assertThat(said(upload(task, name, content))).isEqualTo("200 上传成功"));
    }

    JsonNode train(String task) {
        return train(task, Map.of("test_data", "test.json"));
    }

    JsonNode train(String task, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "task_id",
                task,
                "train_data",
                "train.json",
                "val_data",
                "val.json",
                "label_data",
                "labels.json",
                "gpuid",
                -1));
        body.putAll(more);
        return ask("train", body);
    }

    JsonNode status(String task) {
        return ask("check_task_status", Map.of("task_id", task));
    }

    void awaitStatus(String task, int code) {
        Awaitility.await().atMost(LONGEST).until(() -> code(status(task)) == code);
    }

    static int code(JsonNode answer) {
        assertThat(answer.path("retcode")).isEqualTo(answer.path("ret_code"));
        return answer.path("ret_code").asInt();
    }

    /** Code and message. */
    static String said(JsonNode answer) {
        return code(answer) + " " + answer.path("message").asText();
    }
}
