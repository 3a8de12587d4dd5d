package dev.modelyard.inference.protocol;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.inference.ByHand;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol as its clients speak it: V2 REST, and the binary tensor data extension. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class InferenceProtocolIT extends ServiceTest {
    private static final String HEADER = "Inference-Header-Content-Length";

    private SampleModel iris;
    private SampleModel price;
    private SampleModel mood;
    private SampleModel shade;

    @BeforeAll
    void start() throws IOException {
        iris = started(SampleModel.iris(501));
        price = started(SampleModel.price(502));
        mood = started(SampleModel.mood(503));
        shade = started(SampleModel.shade(504));
    }

    @Test
    void saysWhoItIsAndThatItLivesToAnybody() {
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        given().get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
        given().get("/v2")
                .then()
                .statusCode(200)
                .body("name", equalTo("modelyard"))
                .body("version", notNullValue())
                .body("extensions", hasItem("binary_tensor_data"));
    }

    @Test
    void describesModelsAsTensors() {
        JsonPath rows =
                as(iris).get(path(iris, "")).then().statusCode(200).extract().jsonPath();
        assertThat(rows.getString("name")).isEqualTo(iris.id().value());
        assertThat(rows.getList("versions", String.class)).containsExactly("1");
        assertThat(rows.getString("inputs[0].name")).isEqualTo("features");
        assertThat(rows.getString("inputs[0].datatype")).isEqualTo("FP32");
        assertThat(rows.getList("inputs[0].shape", Integer.class)).containsExactly(-1, 4);
        assertThat(rows.getList("outputs.name", String.class))
                .containsExactly("label", "label_id", "probability", "probabilities");
        assertThat(rows.getList("outputs[3].shape", Integer.class)).containsExactly(-1, 3);

        JsonPath columns = as(price)
                .get(path(price, "/versions/1"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(columns.getList("inputs.name", String.class)).containsExactly("area", "city");
        assertThat(columns.getList("inputs.datatype", String.class)).containsExactly("FP64", "BYTES");
        assertThat(columns.getList("outputs.name", String.class)).containsExactly("value");
    }

    @Test
    void saysWhetherAModelOrAVersionAnswers() {
        as(iris).get(path(iris, "/ready")).then().statusCode(200).body("ready", equalTo(true));
        as(iris).get(path(iris, "/versions/1/ready")).then().statusCode(200);
        as(iris).get(path(iris, "/versions/2/ready")).then().statusCode(404).body("", aMapWithSize(1));
        as(iris).get("/v2/models/" + ModelId.fresh().value() + "/ready")
                .then()
                .statusCode(404)
                .body("error", notNullValue());
        as(iris).get("/v2/models/resnet50/ready").then().statusCode(404).body("error", notNullValue());
    }

    @Test
    void infersRowsInJsonFlatOrNested() {
        double[] first = ByHand.softmax(ByHand.linear(iris.weights(), "logits", 5.1, 3.5, 1.4, 0.2));
        double[] second = ByHand.softmax(ByHand.linear(iris.weights(), "logits", 6.7, 3.0, 5.2, 2.3));
        for (String data : List.of("[5.1,3.5,1.4,0.2,6.7,3.0,5.2,2.3]", "[[5.1,3.5,1.4,0.2],[6.7,3.0,5.2,2.3]]")) {
            JsonPath answer = infer(iris, """
                    {"id": "42", "inputs": [{"name": "features", "shape": [2, 4], "datatype": "FP32", "data": %s}]}""".formatted(data))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();

            assertThat(answer.getString("id")).isEqualTo("42");
            assertThat(answer.getString("model_name")).isEqualTo(iris.id().value());
            assertThat(answer.getString("model_version")).isEqualTo("1");
            assertThat(answer.getList("outputs[3].shape", Integer.class)).containsExactly(2, 3);
            List<Float> probabilities = answer.getList("outputs[3].data", Float.class);
            for (int i = 0; i < 3; i++) {
                assertThat(probabilities.get(i)).isCloseTo((float) first[i], within(1e-5f));
                assertThat(probabilities.get(3 + i)).isCloseTo((float) second[i], within(1e-5f));
            }
        }
    }

    @Test
    void infersRowsByTheirColumns() {
        JsonPath answer = infer(price, """
                {"inputs": [{"name": "city", "shape": [2, 1], "datatype": "BYTES", "data": ["Bonn", "elsewhere"]},
                            {"name": "area", "shape": [2], "datatype": "INT32", "data": [80, 10]}]}""").then().statusCode(200).extract().jsonPath();

        assertThat(answer.getDouble("outputs[0].data[0]"))
                .isCloseTo(ByHand.linear(price.weights(), "value", 80, 0, 0, 1)[0], within(1e-3));
        assertThat(answer.getDouble("outputs[0].data[1]"))
                .isCloseTo(ByHand.linear(price.weights(), "value", 10, 0, 0, 0)[0], within(1e-3));
    }

    @Test
    void infersTextsAndNamesOnlyTheOutputsThatAreWanted() {
        JsonPath answer = infer(mood, """
                {"inputs": [{"name": "text", "shape": [2], "datatype": "BYTES", "data": ["what a good day", "bad luck"]}],
                 "outputs": [{"name": "label"}]}""").then().statusCode(200).extract().jsonPath();

        assertThat(answer.getList("outputs")).hasSize(1);
        assertThat(answer.getList("outputs[0].data", String.class)).hasSize(2).isSubsetOf("glad", "sad");
    }

    @Test
    void takesAndGivesTensorsAsBytes() {
        ByteBuffer row = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        row.putFloat(5.1f).putFloat(3.5f).putFloat(1.4f).putFloat(0.2f);
        String json = """
                {"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "parameters": {"binary_data_size": 16}}],
                 "outputs": [{"name": "probabilities", "parameters": {"binary_data": true}}, {"name": "label_id"},
                             {"name": "label", "parameters": {"binary_data": true}}]}""";

        Response response = binary(iris, json, row.array());

        response.then().statusCode(200);
        byte[] bytes = response.asByteArray();
        int header = Integer.parseInt(response.header(HEADER));
        JsonNode head = Json.read(new String(bytes, 0, header, StandardCharsets.UTF_8), JsonNode.class);
        double[] expected = ByHand.softmax(ByHand.linear(iris.weights(), "logits", 5.1, 3.5, 1.4, 0.2));
        ByteBuffer tail = ByteBuffer.wrap(bytes, header, bytes.length - header).order(ByteOrder.LITTLE_ENDIAN);
        for (double probability : expected) {
            assertThat(tail.getFloat()).isCloseTo((float) probability, within(1e-5f));
        }
        byte[] label = new byte[tail.getInt()];
        tail.get(label);
        assertThat(tail.hasRemaining()).isFalse();
        assertThat(head.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(12);
        assertThat(head.at("/outputs/1/data/0").isIntegralNumber()).isTrue();
        int best = head.at("/outputs/1/data/0").asInt();
        assertThat(expected[best]).isEqualTo(Arrays.stream(expected).max().orElseThrow());
        assertThat(new String(label, StandardCharsets.UTF_8))
                .isEqualTo(iris.labels().get(best));
    }

    @Test
    void takesPicturesAsBytes() throws IOException {
        byte[] light = picture(0xFFFFFF);
        byte[] dark = picture(0x000000);
        ByteBuffer blobs = ByteBuffer.allocate(8 + light.length + dark.length).order(ByteOrder.LITTLE_ENDIAN);
        blobs.putInt(light.length).put(light).putInt(dark.length).put(dark);
        String json = """
                {"inputs": [{"name": "image", "shape": [2], "datatype": "BYTES", "parameters": {"binary_data_size": %d}}]}""".formatted(blobs.capacity());

        binary(shade, json, blobs.array()).then().statusCode(200).body("outputs[0].data", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"inputs\": [|not readable as JSON, line 1, column",
                "[1]|JSON object",
                "{}|inputs",
                "{\"inputs\": []}|inputs",
                "{\"inputs\": [7]}|inputs",
                "{\"inputs\": [{\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}|name",
                "{\"inputs\": [{\"name\":\"pixels\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}|no input 'pixels'",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"COMPLEX\",\"data\":[1,2,3,4]}]}|COMPLEX",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}|3 elements",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}|[n, 4]",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[-1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}|whole numbers",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[99999999999,4],\"datatype\":\"FP32\",\"data\":[]}]}|1 to 256",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[2,99999999999,99999999999],\"datatype\":\"FP32\",\"data\":[]}]}|more than",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[0,4],\"datatype\":\"FP32\",\"data\":[]}]}|1 to 256",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,\"x\",4]}]}|element 2",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"INT8\",\"data\":[1,2,300,4]}]}|element 2 of input 'features' is no INT8",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"UINT8\",\"data\":[1,2,-1,4]}]}|element 2 of input 'features' is no UINT8",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"INT64\",\"data\":[1,2,1.5,4]}]}|element 2 of input 'features' is no INT64",
                "{\"id\": 5, \"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}|id must be a text",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,NaN,4]}]}|not readable as JSON, line 1, column 79: not JSON",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[2,4],\"datatype\":\"FP32\",\"data\":[[1,2],[3,4],[5,6],[7,8]]}]}|4 items in its dimension 0",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[[1,2,3]]}]}|3 items in its dimension 1",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[[[1]]]}]}|neither flat nor nested",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,1,4],\"datatype\":\"FP32\",\"data\":[[1,2,3,4]]}]}|4 items in its dimension 1",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,[2],3,4]}]}|element 1",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,1e999,4]}]}|element 2",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"BYTES\",\"data\":[\"1\",\"2\",\"3\",\"4\"]}]}|numeric",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}], \"outputs\":[{\"name\":\"boxes\"}]}|no output 'boxes'",
                "{\"inputs\": [{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":16}}]}|does not hold",
            })
    void refusesWhatIsWrongInItsOwnShapeAndSaysWhere(String body, String why) {
        infer(iris, body)
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("", aMapWithSize(1))
                .body("error", containsString(why));
    }

    @Test
    void refusesBytesThatAreNotWhatTheTensorsSay() {
        String json = """
                {"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "parameters": {"binary_data_size": %d}}]}""";
        ByteBuffer none = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putFloat(Float.NaN);

        binary(iris, json.formatted(16), none.array()).then().statusCode(400).body("error", containsString("finite"));
        binary(iris, json.formatted(8), new byte[8]).then().statusCode(400).body("error", containsString("8 bytes"));
        binary(iris, json.formatted(16), new byte[20]).then().statusCode(400).body("error", containsString("more"));
        as(iris).header(HEADER, "-3")
                .body("{}")
                .post(path(iris, "/infer"))
                .then()
                .statusCode(400);
        as(iris).header(HEADER, "900")
                .body("{}")
                .post(path(iris, "/infer"))
                .then()
                .statusCode(400);
    }

    @Test
    void refusesMoreThanItCanHoldBeforeItHoldsIt() throws Exception {
        String values = "1,".repeat(3_000_000) + "1";
        HttpResponse<String> manyValues = post("""
                {"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [%s]}]}""".formatted(values));
        HttpResponse<String> deep = post("[".repeat(50_000));
        HttpResponse<String> large = post(" ".repeat(17 << 20));

        assertThat(manyValues.statusCode()).isEqualTo(400);
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(List.of(manyValues.body(), deep.body(), large.body()))
                .allSatisfy(body -> assertThat(body).startsWith("{\"error\":\""));
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(
                                    URI.create(RestAssured.baseURI + ":" + RestAssured.port + path(iris, "/infer")))
                            .header("Authorization", "Bearer " + Tokens.of(iris.owner()))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void refusesASampleThatCannotBeReadAndSaysWhich() {
        infer(shade, """
                {"inputs": [{"name": "image", "shape": [1], "datatype": "BYTES", "data": ["no picture"]}]}""").then().statusCode(422).body("error", containsString("sample 0"));
    }

    @Test
    void refusesStrangersInItsOwnShape() {
        given().get(path(iris, "")).then().statusCode(401).body("error", notNullValue());
        given().auth()
                .oauth2(Tokens.of(new OwnerId("sid_bob")))
                .get(path(iris, ""))
                .then()
                .statusCode(404)
                .body("", aMapWithSize(1));
    }

    private static byte[] picture(int colour) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, colour);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }

    private Response infer(SampleModel model, String body) {
        return as(model).contentType("application/json").body(body).post(path(model, "/infer"));
    }

    private Response binary(SampleModel model, String json, byte[] tail) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head);
        body.writeBytes(tail);
        return as(model)
                .contentType("application/octet-stream")
                .headers(Map.of(HEADER, head.length))
                .body(body.toByteArray())
                .post(path(model, "/infer"));
    }

    private static RequestSpecification as(SampleModel model) {
        return given().auth().oauth2(Tokens.of(model.owner()));
    }

    private static String path(SampleModel model, String rest) {
        return "/v2/models/" + model.id().value() + rest;
    }
}
