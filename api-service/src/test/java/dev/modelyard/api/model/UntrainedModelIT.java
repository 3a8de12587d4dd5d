package dev.modelyard.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that say what they are before they are trained. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class UntrainedModelIT {
    private final ApiUser user = ApiUser.fresh();

    @Test
    void aDraftSaysWhatItIsBeforeItIsTrained() {
        // When
        String id = create("image-classification", Map.of("labels", List.of("cat", "dog"), "input_size", 32));

        // Then
        user.call()
                .get("/v1/models/" + id)
                .then()
                .body("state", equalTo("draft"))
                .body("latest_version", nullValue())
                .body("version_zero", nullValue())
                .body("untrained", equalTo(Map.of("labels", List.of("cat", "dog"), "input_size", 32, "seed", 42)));
        user.call()
                .get("/v1/models/" + id + "/versions/0")
                .then()
                .statusCode(200)
                .body("model", equalTo(id))
                .body("version", equalTo(0))
                .body("network", equalTo("resnet18-compact"))
                .body("labels", equalTo(List.of("cat", "dog")))
                .body("parameters", greaterThan(100_000))
                .body("bytes", equalTo(0))
                .body("untrained.seed", equalTo(42));
        Map<String, Object> version =
                user.call().get("/v1/models/" + id + "/versions/0").path("");
        assertThat(version)
                .containsOnlyKeys(
                        "model", "version", "created_at", "network", "labels", "parameters", "untrained", "bytes");
        user.call().get("/v1/models/" + id + "/versions").then().body("items", hasSize(0));
        user.call()
                .get("/v1/models/" + id + "/versions/0/files")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        user.call()
                .get("/v1/models/" + id + "/versions/0/files/model.onnx")
                .then()
                .statusCode(404);
        user.call().get("/v1/models?state=draft").then().body("items.untrained.input_size", equalTo(List.of(32)));
    }

    @Test
    void rowsHaveColumnsAndClassesHaveLabels() {
        String classes = create(
                "tabular-classification", Map.of("columns", List.of("a", "b"), "labels", List.of("x", "y"), "seed", 7));
        String values = create("tabular-regression", Map.of("columns", List.of("a"), "seed", -1));

        user.call()
                .get("/v1/models/" + classes)
                .then()
                .body(
                        "untrained",
                        equalTo(Map.of("columns", List.of("a", "b"), "labels", List.of("x", "y"), "seed", 7)));
        user.call()
                .get("/v1/models/" + values)
                .then()
                .body("untrained", equalTo(Map.of("columns", List.of("a"), "seed", -1)));
        user.call()
                .get("/v1/models/" + values + "/versions/0")
                .then()
                .body("labels", hasSize(0))
                .body("parameters", greaterThan(1000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    text-classification    | {"labels":["a","b"]}                                       | untrained
                    text-classification    | {}                                                         | untrained
                    image-classification   | {}                                                         | untrained.labels
                    image-classification   | {"labels":["a"]}                                           | untrained.labels
                    image-classification   | {"labels":["a","a"]}                                       | untrained.labels
                    image-classification   | {"labels":["a"," "]}                                       | untrained.labels
                    image-classification   | {"labels":["a",null]}                                      | untrained.labels
                    image-classification   | {"labels":["a","b\\nc"]}                                   | untrained.labels
                    image-classification   | {"labels":"ab"}                                            | untrained.labels
                    image-classification   | {"labels":["a","b"],"input_size":27}                       | untrained.input_size
                    image-classification   | {"labels":["a","b"],"input_size":1025}                     | untrained.input_size
                    image-classification   | {"labels":["a","b"],"input_size":"large"}                  | untrained.input_size
                    image-classification   | {"labels":["a","b"],"columns":["c"]}                       | untrained.columns
                    image-classification   | {"labels":["a","b"],"seed":"spring"}                       | untrained.seed
                    image-classification   | {"labels":["a","b"],"weights":1}                           | untrained.weights
                    tabular-classification | {"labels":["a","b"]}                                       | untrained.columns
                    tabular-classification | {"columns":["a"]}                                          | untrained.labels
                    tabular-classification | {"columns":[],"labels":["a","b"]}                          | untrained.columns
                    tabular-classification | {"columns":["c","c"],"labels":["a","b"]}                   | untrained.columns
                    tabular-classification | {"columns":["c"],"labels":["a","b"],"input_size":64}       | untrained.input_size
                    tabular-regression     | {"columns":["c"],"labels":["a","b"]}                       | untrained.labels
                    tabular-regression     | {"seed":1}                                                 | untrained.columns
                    """)
    void whatIsWrongWithItIsNamed(String task, String untrained, String field) {
        user.call()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"a\",\"task\":\"%s\",\"untrained\":%s}".formatted(task, untrained))
                .post("/v1/models")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_field"))
                .body("errors.field", hasItem(field));
    }

    @Test
    void namesAreBoundedInLengthAndNumber() {
        refused(Map.of("columns", numbered("", 1001)), "untrained.columns");
        refused(Map.of("columns", List.of("c".repeat(201))), "untrained.columns");
        refused(Map.of("columns", numbered("c".repeat(190), 1000)), "untrained");

        create("tabular-regression", Map.of("columns", numbered("", 1000)));
    }

    @Test
    void aNetworkOfAnotherTaskIsUnknown() {
        Map<String, Object> body = new HashMap<>(body("tabular-regression", Map.of("columns", List.of("a"))));
        body.put("network", "resnet18");

        user.send(body).post("/v1/models").then().statusCode(422).body("code", equalTo("unknown_network"));
    }

    @Test
    void versionZeroGoesWithItsModelOnly() {
        String id = create("tabular-regression", Map.of("columns", List.of("a")));
        String without = user.createModel("tabular-regression").value();

        user.call()
                .delete("/v1/models/" + id + "/versions/0")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        user.call().delete("/v1/models/" + without + "/versions/0").then().statusCode(404);
        user.call().get("/v1/models/" + without + "/versions/0").then().statusCode(404);
        user.call().get("/v1/models/" + without + "/versions/0/files").then().statusCode(404);
        ApiUser other = ApiUser.fresh();
        other.call().get("/v1/models/" + id + "/versions/0").then().statusCode(404);
        other.call().get("/v1/models/" + id + "/versions/0/files").then().statusCode(404);
        other.call().delete("/v1/models/" + id + "/versions/0").then().statusCode(404);
        user.call().delete("/v1/models/" + id).then().statusCode(204);
        user.call().get("/v1/models/" + id + "/versions/0").then().statusCode(404);
    }

    private void refused(Map<String, Object> untrained, String field) {
        user.send(body("tabular-regression", untrained))
                .post("/v1/models")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of(field)));
    }

    private String create(String task, Map<String, Object> untrained) {
        return user.send(body(task, untrained))
                .post("/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> body(String task, Map<String, Object> untrained) {
        return Map.of("name", "newborn", "task", task, "untrained", untrained);
    }

    private static List<String> numbered(String prefix, int number) {
        return IntStream.range(0, number).mapToObj(i -> prefix + i).toList();
    }
}
