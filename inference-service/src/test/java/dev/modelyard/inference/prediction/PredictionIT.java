package dev.modelyard.inference.prediction;

import static dev.modelyard.inference.ByHand.softmax;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.inference.ByHand;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class PredictionIT extends ServiceTest {
    private static final double CLOSE = 1e-5;

    private SampleModel iris;
    private SampleModel price;
    private SampleModel mood;
    private SampleModel matching;

    @BeforeAll
    void start() throws IOException {
        iris = started(SampleModel.iris(1));
        price = started(SampleModel.price(2));
        mood = started(SampleModel.mood(3));
        matching = started(SampleModel.matching(4));
    }

    @Test
    void classifiesRowsByNameAndByPositionAsTheNetworkComputesThem() {
        JsonPath answer = predict(iris, """
                {"inputs": [{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2},
                            [6.7, 3.0, 5.2, 2.3],
                            [6.7, null, 5.2, "2.3"]]}""").statusCode(200).extract().jsonPath();

        assertThat(answer.getString("model")).isEqualTo(iris.id().value());
        assertThat(answer.getInt("version")).isEqualTo(1);
        requireClassified(answer, 0, ByHand.linear(iris.weights(), "logits", 5.1, 3.5, 1.4, 0.2));
        requireClassified(answer, 1, ByHand.linear(iris.weights(), "logits", 6.7, 3.0, 5.2, 2.3));
        requireClassified(answer, 2, ByHand.linear(iris.weights(), "logits", 6.7, 3.1, 5.2, 2.3));
    }

    @Test
    void answersTheValueOfARegression() {
        JsonPath answer = predict(price, """
                {"inputs": [{"area": 80, "city": "Bonn"}, [null, "Ulm"], [10.5, "elsewhere"]]}""").statusCode(200).extract().jsonPath();

        assertThat(answer.getDouble("predictions[0].value"))
                .isCloseTo(ByHand.linear(price.weights(), "value", 80, 0, 0, 1)[0], within(1e-3));
        assertThat(answer.getDouble("predictions[1].value"))
                .isCloseTo(ByHand.linear(price.weights(), "value", 60, 1, 1, 0)[0], within(1e-3));
        assertThat(answer.getDouble("predictions[2].value"))
                .isCloseTo(ByHand.linear(price.weights(), "value", 10.5, 0, 0, 0)[0], within(1e-3));
        assertThat(answer.getMap("predictions[0]")).containsOnlyKeys("value");
    }

    @Test
    void classifiesTextsOfDifferentLengthsInOneCall() throws IOException {
        List<String> texts = List.of("what a good day", "bad", "zyx");

        JsonPath answer = predict(mood, Json.write(new Texts(texts)))
                .statusCode(200)
                .extract()
                .jsonPath();

        for (int i = 0; i < texts.size(); i++) {
            Prepared.Bag bag = mood.bag(texts.get(i));
            double[] probabilities = softmax(ByHand.bag(mood.weights(), "logits", bag));
            assertThat(answer.getString("predictions[" + i + "].label"))
                    .isEqualTo(probabilities[0] >= probabilities[1] ? "glad" : "sad");
            assertThat(answer.getDouble("predictions[" + i + "].probability"))
                    .isCloseTo(Math.max(probabilities[0], probabilities[1]), within(CLOSE));
        }
    }

    @Test
    void choosesAmongTheLabelsOfTheCallWhateverTheirOrder() {
        String texts = "{\"inputs\": [\"what a good day\", \"bad luck\"], \"top_k\": 9";

        JsonPath own = predict(matching, texts + "}").statusCode(200).extract().jsonPath();
        JsonPath three = predict(matching, texts + ", \"labels\": [\"luck\", \"a friend\", \"day\"]}")
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath turned = predict(matching, texts + ", \"labels\": [\"day\", \"a friend\", \"luck\"]}")
                .statusCode(200)
                .extract()
                .jsonPath();

        for (int i = 0; i < 2; i++) {
            String top = "predictions[" + i + "].top.";
            assertThat(own.<String>getList(top + "label")).containsExactlyInAnyOrder("good", "bad");
            assertThat(three.<String>getList(top + "label")).containsExactlyInAnyOrder("luck", "a friend", "day");
            assertThat(turned.<String>getList(top + "label")).isEqualTo(three.getList(top + "label"));
            for (int place = 0; place < 3; place++) {
                String candidate = "predictions[" + i + "].top[" + place + "].";
                assertThat(turned.getDouble(candidate + "probability"))
                        .isCloseTo(three.getDouble(candidate + "probability"), within(CLOSE));
                assertThat(turned.getInt(candidate + "label_id")).isEqualTo(2 - three.getInt(candidate + "label_id"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ["good"]               | must hold 2 to 100 texts
            []                     | must hold 2 to 100 texts
            ["good", " "]          | must hold texts that are not blank
            ["good", null]         | must hold texts that are not blank
            ["good", "a", "good"]  | must hold different texts
            ["good", " good "]     | must hold different texts
            ["good", "a\\u0000"]  | must hold texts of at most 200 characters, without line breaks and the like
            ["good", "a\\nb"]     | must hold texts of at most 200 characters, without line breaks and the like
            """)
    void labelsThatAreNoChoiceAreA400ThatNamesThem(String labels, String reason) {
        predict(matching, "{\"inputs\": [\"a day\"], \"labels\": " + labels + "}")
                .statusCode(400)
                .body("code", equalTo("invalid_field"))
                .body("errors.field", equalTo(List.of("labels")))
                .body("errors.message", equalTo(List.of(reason)));
    }

    @Test
    void labelsThatWouldMakeAnswersHugeAreA400() {
        predict(matching, "{\"inputs\": [\"a day\"], \"labels\": [\"a\", \"%s\"]}".formatted("x".repeat(201)))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("labels")));
    }

    @Test
    void labelsForAModelThatKnowsNoneButItsOwnAreA400ThatNamesThem() {
        predict(mood, "{\"inputs\": [\"a day\"], \"labels\": [\"glad\", \"sad\"]}")
                .statusCode(400)
                .body("code", equalTo("invalid_field"))
                .body("errors.field", equalTo(List.of("labels")));
    }

    @Test
    void labelsThatLeaveNoRoomFailEachInput() {
        String labels =
                IntStream.range(0, 21).mapToObj(i -> "\"day " + i + "\"").collect(Collectors.joining(", "));

        predict(matching, "{\"inputs\": [\"a day\"], \"labels\": [" + labels + "]}")
                .statusCode(422)
                .body("detail", containsString("the 21 labels take 63 tokens together"));
    }

    private record Texts(List<String> inputs) {}

    @Test
    void namesAsManyClassesAsAskedForTheMostProbableFirst() {
        predict(iris, "{\"inputs\": [[1,1,1,1]], \"top_k\": 1}").statusCode(200).body("predictions[0].top", hasSize(1));
        List<Float> all = predict(iris, "{\"inputs\": [[1,1,1,1]], \"top_k\": 99}")
                .statusCode(200)
                .extract()
                .path("predictions[0].top.probability");

        assertThat(all).hasSize(3).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(all.stream().mapToDouble(Float::doubleValue).sum()).isCloseTo(1, within(CLOSE));
    }

    @Test
    void answersACallOfTheLargestSizeInOrder() {
        String rows = numbers(256);

        JsonPath answer = predict(iris, "{\"inputs\": [" + rows + "]}")
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getList("predictions")).hasSize(256);
        for (int i : new int[] {0, 31, 32, 100, 255}) {
            requireClassified(answer, i, ByHand.linear(iris.weights(), "logits", i / 100.0, 1, 2, 3));
        }
    }

    @Test
    void anInputThatCannotBeReadFailsAlone() {
        predict(iris, """
                {"inputs": [[1,2,3,4], "a text", [1,2,3], {"sepal_length": 1, "sepal_width": 1, "petal_length": 1, "colour": 1},
                            [1,2,3,1e999], [1,2,3,"four"], {"image": "aGVsbG8="}, [4,3,2,1]]}""")
                .statusCode(200)
                .body("predictions", hasSize(8))
                .body("predictions[0].label", not(nullValue()))
                .body("predictions[0].error", nullValue())
                .body("predictions[1].error.code", equalTo("invalid_data"))
                .body(
                        "predictions[1].error.message",
                        equalTo("inputs[1]: must be a row: an object by column name, or an array of values"))
                .body("predictions[2].error.message", containsString("inputs[2]: the row has 3 values"))
                .body("predictions[3].error.message", containsString("petal_width"))
                .body("predictions[4].error.message", containsString("inputs[4]: value 4 is too large a number"))
                .body("predictions[5].error.message", containsString("must be a number"))
                .body("predictions[6].error.message", containsString("inputs[6]: "))
                .body("predictions[7].label", not(nullValue()));
    }

    @Test
    void anInputWhoseAnswerIsNoNumberFailsAlone() throws IOException {
        SampleModel steep = started(SampleModel.steep());

        predict(steep, "{\"inputs\": [[1e20], [1]]}")
                .statusCode(200)
                .body("predictions[0].error.code", equalTo("invalid_data"))
                .body("predictions[0].error.message", equalTo("inputs[0]: the model has no finite answer for it"))
                .body("predictions[1].value", not(nullValue()));
    }

    @Test
    void aCallOfWhichNothingCanBeReadIsA422ThatNamesEachInput() {
        predict(iris, "{\"inputs\": [[1,2], \"x\"]}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_data"))
                .body("errors.field", equalTo(List.of("inputs[0]", "inputs[1]")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"inputs": [[1,2,3,4]           | 400 | malformed_request
            nonsense                        | 400 | malformed_request
            {"inputs": [[1,2,3,NaN]]}       | 400 | malformed_request
            {"inputs": []}                  | 400 | invalid_field
            {}                              | 400 | invalid_field
            {"inputs": null}                | 400 | invalid_field
            {"inputs": "a"}                 | 400 | invalid_field
            {"inputs": [[1]], "top_k": 0}   | 400 | invalid_field
            {"inputs": [[1]], "top_k": "x"} | 400 | invalid_field
            {"inputs": [[1]], "topk": 1}    | 400 | invalid_field
            []                              | 400 | malformed_request
            """)
    void aRequestOfAnotherShapeIsA400(String body, int status, String code) {
        predict(iris, body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("detail", not(containsString("Exception")))
                .body("detail", not(containsString("dev.modelyard")));
    }

    @Test
    void moreInputsThanAllowedAreA400() {
        predict(iris, "{\"inputs\": [" + numbers(257) + "]}").statusCode(400).body("code", equalTo("invalid_field"));
    }

    @Test
    void jsonNestedWithoutEndIsA400() throws Exception {
        HttpResponse<String> answer = plain("{\"inputs\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"malformed_request\"");
    }

    @Test
    void aBodyOverTheLimitIsA413() throws Exception {
        HttpResponse<String> answer = plain("{\"inputs\": [{\"image\": \"" + "A".repeat(17 * 1024 * 1024) + "\"}]}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"too_large\"");
    }

    /** Without REST Assured, which makes a pretty copy of every body for its log: of these, one that fills the heap. */
    private HttpResponse<String> plain(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        RestAssured.baseURI + ":" + RestAssured.port + "/v1/models/" + iris.id() + "/predict"))
                .header("Authorization", "Bearer " + Tokens.of(iris.owner()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aBodyOfAnotherTypeIsA415() {
        given().auth()
                .oauth2(Tokens.of(iris.owner()))
                .contentType("text/csv")
                .body("1,2,3,4")
                .post("/v1/models/{id}/predict", iris.id().value())
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
    }

    @Test
    void aCallWithoutCredentialsIsA401() {
        given().contentType(ContentType.JSON)
                .body("{\"inputs\": [[1,2,3,4]]}")
                .post("/v1/models/{id}/predict", iris.id().value())
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("unauthenticated"));
        predict("not-a-token", iris.id().value(), "{\"inputs\": [[1,2,3,4]]}").statusCode(401);
    }

    @Test
    void anotherOwnersModelLooksLikeOneThatDoesNotExist() {
        String body = "{\"inputs\": [[1,2,3,4]]}";
        String stranger = Tokens.of(new OwnerId("sid_mallory"));

        String anothers = predict(stranger, iris.id().value(), body)
                .statusCode(404)
                .extract()
                .asString();
        String unknown = predict(stranger, ModelId.fresh().value(), body)
                .statusCode(404)
                .extract()
                .asString();

        assertThat(anothers).isEqualTo(unknown).contains("not_found");
        predict(stranger, "no-id", body).statusCode(404).contentType("application/problem+json");
        form(stranger, iris).statusCode(404);
    }

    @Test
    void anAdminMayAskAnyModel() {
        predict(Tokens.ofAdmin(), iris.id().value(), "{\"inputs\": [[1,2,3,4]]}")
                .statusCode(200);
    }

    @Test
    void imagesForAModelOfRowsFailByTheirOwnFault() {
        form(Tokens.of(iris.owner()), iris).statusCode(422).body("code", equalTo("invalid_data"));
    }

    @Test
    void aFormWithAnUnknownPartOrABrokenOneIsA400() {
        given().auth()
                .oauth2(Tokens.of(iris.owner()))
                .multiPart("picture", "a.png", new byte[] {1, 2, 3})
                .post("/v1/models/{id}/predict", iris.id().value())
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_field"));
        given().auth()
                .oauth2(Tokens.of(iris.owner()))
                .contentType("multipart/form-data; boundary=x")
                .body("--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nnever ends"
                        .getBytes(StandardCharsets.UTF_8))
                .post("/v1/models/{id}/predict", iris.id().value())
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_request"));
    }

    @Test
    void documentsItselfAndIsMeasured() {
        given().get("/q/openapi?format=json").then().statusCode(200).body("paths", not(nullValue()));
        predict(iris, "{\"inputs\": [[1,2,3,4]]}").statusCode(200);
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("modelyard_prediction_run_seconds_count{model=\"" + iris.id() + "\""));
    }

    private static ValidatableResponse form(String token, SampleModel model) {
        return given().auth()
                .oauth2(token)
                .multiPart("image", "a.png", new byte[] {1, 2, 3})
                .multiPart("top_k", "2")
                .post("/v1/models/{id}/predict", model.id().value())
                .then();
    }

    @Test
    void aBodyOfTooManyValuesIsRefusedBeforeItTakesTheirMemory() {
        String row = "[" + "1,".repeat(5000) + "1]";

        predict(iris, "{\"inputs\": [" + String.join(",", Collections.nCopies(250, row)) + "]}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("malformed_request"));
    }

    private static String numbers(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> "[" + row / 100.0 + ",1,2,3]")
                .collect(Collectors.joining(","));
    }

    private void requireClassified(JsonPath answer, int position, double[] logits) {
        double[] probabilities = softmax(logits);
        String item = "predictions[" + position + "]";
        int best = answer.getInt(item + ".label_id");
        assertThat(answer.getString(item + ".label")).isEqualTo(SampleModel.SPECIES.get(best));
        assertThat(answer.getDouble(item + ".probability")).isCloseTo(probabilities[best], within(CLOSE));
        for (int i = 0; i < probabilities.length; i++) {
            assertThat(probabilities[i]).isLessThanOrEqualTo(probabilities[best] + CLOSE);
            int id = answer.getInt(item + ".top[" + i + "].label_id");
            assertThat(answer.getDouble(item + ".top[" + i + "].probability"))
                    .isCloseTo(probabilities[id], within(CLOSE));
        }
    }
}
