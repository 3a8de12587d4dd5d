package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);

    private static Caller caller;
    private static String dataset;
    private static String model;

    @BeforeAll
    static void prepare() {
        caller = Caller.admin(Installation.shared());
        dataset = caller.dataset("tabular-classification");
        assertThat(caller.importOf(dataset, "format=csv", "text/csv", ROWS)
                        .path("state")
                        .asText())
                .isEqualTo("succeeded");
        model = caller.model("tabular-classification");
    }

    static Stream<Arguments> refusedRequests() {
        return Stream.of(
                Arguments.of("/v1/datasets", "{\"name\": ", 400, "malformed_request"),
                Arguments.of("/v1/datasets", "{\"task\": \"tabular-classification\"}", 400, "invalid_field"),
                Arguments.of("/v1/datasets", "{\"name\": \"a\", \"task\": \"astrology\"}", 400, "invalid_field"),
                Arguments.of("/v1/datasets", "{\"name\": 7, \"task\": [\"x\"]}", 400, null),
                Arguments.of(
                        "/v1/datasets",
                        "{\"name\": \"a\\u0000b\", \"task\": \"tabular-classification\"}",
                        400,
                        "malformed_request"),
                Arguments.of("/v1/jobs", "[]", 400, "malformed_request"),
                Arguments.of("/v1/jobs", "{\"kind\": \"train\"}", 400, "invalid_field"),
                Arguments.of("/v1/jobs", training("mdl_" + "a".repeat(26), "$dataset", "{}"), 404, "not_found"),
                Arguments.of("/v1/jobs", training("nonsense", "$dataset", "{}"), 400, "invalid_field"),
                Arguments.of("/v1/jobs", training("$model", "dst_" + "a".repeat(26), "{}"), 404, "not_found"),
                Arguments.of("/v1/jobs", training("$model", "$empty", "{}"), 409, "dataset_empty"),
                Arguments.of("/v1/jobs", training("$model", "$dataset", "{\"max_epochs\": 0}"), 400, "invalid_field"),
                Arguments.of(
                        "/v1/jobs",
                        training("$model", "$dataset", "{\"max_epochs\": 1000000000}"),
                        400,
                        "invalid_field"),
                Arguments.of(
                        "/v1/jobs", training("$model", "$dataset", "{\"learning_rate\": -1}"), 400, "invalid_field"),
                Arguments.of("/v1/jobs", training("$model", "$dataset", "{\"epoochs\": 3}"), 400, null),
                Arguments.of(
                        "/v1/models",
                        "{\"name\": \"m\", \"task\": \"tabular-classification\", \"network\": \"skynet\"}",
                        422,
                        "unknown_network"),
                Arguments.of("/v1/datasets/$dataset/import", "{\"path\": \"/etc\"}", 422, "path_not_allowed"),
                Arguments.of(
                        "/v1/datasets/$dataset/import", "{\"path\": \"../../etc/passwd\"}", 422, "path_not_allowed"),
                Arguments.of("/v1/deployments", "{\"model\": \"$model\"}", 409, "model_untrained"),
                Arguments.of("/v1/models/$model/predict", "{\"inputs\": [[1]]}", 409, "model_not_started"),
                Arguments.of("/v1/models/nonsense/predict", "{\"inputs\": [[1]]}", 404, "not_found"));
    }

    @ParameterizedTest
    @MethodSource("refusedRequests")
    void isRefusedWithAProblemThatSaysWhy(String path, String body, int status, String code) {
        String empty = body.contains("$empty") ? caller.dataset("tabular-classification") : "";

        Response response = request()
                .contentType("application/json")
                .body(body.replace("$dataset", dataset).replace("$model", model).replace("$empty", empty))
                .post(Installation.shared().runtime().api()
                        + path.replace("$dataset", dataset).replace("$model", model));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.asString()).doesNotContain("Exception", "dev.modelyard", "\tat ");
        if (code != null) {
            assertThat(response.jsonPath().getString("code")).isEqualTo(code);
        }
    }

    static Stream<Arguments> brokenContents() {
        return Stream.of(
                Arguments.of("text-classification", "format=jsonl", "", "no record"),
                Arguments.of(
                        "text-classification",
                        "format=jsonl",
                        "{\"content\": \"a\", \"label\": \"x\"}\n{\"content\": \"b\", \"label\": ",
                        "line 2"),
                Arguments.of(
                        "text-classification",
                        "format=jsonl&labels=x,y",
                        "{\"content\": \"a\", \"label\": \"x\"}\n{\"content\": \"b\", \"label\": \"z\"}\n",
                        "line 2"),
                Arguments.of("tabular-classification", "format=csv", "x,kind\n1,a\n2,b,c,d\n", "line 3"),
                Arguments.of("tabular-regression", "format=csv", "x,y\n1,2\n2,tall\n", "line 3"),
                Arguments.of("image-classification", "format=zip", "this is no zip", "zip"));
    }

    @ParameterizedTest
    @MethodSource("brokenContents")
    void failsItsImportWithThePlaceInTheMessage(String task, String query, String content, String place) {
        assertFailedOrRefused(task, query, content.getBytes(StandardCharsets.UTF_8), place);
    }

    @Test
    void aPictureThatIsNoneIsNamed() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("cat/1.png", "not a picture".getBytes(StandardCharsets.UTF_8));
        files.put("dog/2.png", "neither".getBytes(StandardCharsets.UTF_8));

        assertFailedOrRefused("image-classification", "format=zip", zip(files), "cat/1.png");
    }

    @Test
    void anArchiveThatLeavesItsFolderIsRefused() throws IOException {
        byte[] archive = zip(Map.of("../../escaped.csv", ROWS.getBytes(StandardCharsets.UTF_8)));

        assertFailedOrRefused("tabular-classification", "format=zip", archive, "escaped.csv");
    }

    @Test
    void anArchiveThatExplodesIsRefused() throws IOException {
        byte[] archive = zip(Map.of("train.csv", new byte[512 * 1024 * 1024]));

        assertFailedOrRefused("tabular-classification", "format=zip", archive, "train.csv");
    }

    @Test
    void contentOfOneClassIsRefusedWithTheReason() {
        String single = caller.dataset("tabular-classification");

        JsonNode imported = caller.importOf(single, "format=csv", "text/csv", "x,kind\n1,a\n2,a\n3,a\n4,a\n5,a\n6,a\n");

        assertThat(imported.path("state").asText()).isEqualTo("failed");
        assertThat(imported.path("error").path("code").asText()).isEqualTo("invalid_data");
        assertThat(imported.path("error").path("message").asText()).contains("at least two labels");
    }

    private static void assertFailedOrRefused(String task, String query, byte[] content, String place) {
        String target = caller.dataset(task);
        Response accepted = request()
                .contentType("application/octet-stream")
                .body(content)
                .post(Installation.shared().runtime().api() + "/v1/datasets/" + target + "/content?" + query);
        if (accepted.statusCode() != 202) {
            assertThat(accepted.statusCode()).as(accepted.asString()).isBetween(400, 499);
            return;
        }

        JsonNode ended = caller.ended(accepted.jsonPath().getString("id"), Duration.ofMinutes(2));

        assertThat(ended.path("state").asText()).isEqualTo("failed");
        assertThat(ended.path("error").path("code").asText()).isEqualTo("invalid_data");
        assertThat(ended.path("error").path("message").asText())
                .contains(place)
                .doesNotContain("Exception", "dev.modelyard");
    }

    private static RequestSpecification request() {
        var admin = Installation.shared().runtime().admin();
        return RestAssured.given().auth().preemptive().basic(admin.secretId(), admin.secretKey());
    }

    private static String training(String model, String dataset, String parameters) {
        return "{\"kind\": \"train\", \"model\": \"%s\", \"dataset\": \"%s\", \"parameters\": %s}"
                .formatted(model, dataset, parameters);
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
