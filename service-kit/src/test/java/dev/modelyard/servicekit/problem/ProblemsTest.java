package dev.modelyard.servicekit.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemsTest {

    @Test
    void bodiesComeBackInSnakeCaseWithAbsentFieldsLeftOut() {
        post("{\"display_name\":\"x\",\"created_at\":\"2026-01-31T08:00:00Z\",\"details\":[{\"size\":3}]}")
                .statusCode(200)
                .body(equalTo(
                        "{\"display_name\":\"x\",\"created_at\":\"2026-01-31T08:00:00Z\",\"details\":[{\"size\":3}]}"));
    }

    @Test
    void namesTheFieldsThatBreakTheirConstraints() {
        problem(post("{\"display_name\":\" \",\"details\":[{\"size\":3},{\"size\":11}]}"), 400, "invalid_field")
                .body("errors.field", equalTo(List.of("details[1].size", "display_name")))
                .body("errors[1].message", equalTo("must not be blank"));
    }

    @Test
    void namesAParameterThatBreaksItsConstraint() {
        problem(given().get("/echo/number/1?other=10").then(), 400, "invalid_field")
                .body("errors[0].field", equalTo("other"));
    }

    @Test
    void refusesAnUnknownFieldByName() {
        problem(post("{\"display_name\":\"x\",\"details\":[{\"size\":1,\"colr\":\"red\"}]}"), 400, "invalid_field")
                .body("errors[0].field", equalTo("details[0].colr"))
                .body("errors[0].message", containsString("known are colour, size"));
    }

    @Test
    void namesFieldAndLineOfAWrongType() {
        problem(post("{\"display_name\":\"x\",\n\"details\":[{\"size\":\"big\"}]}"), 400, "invalid_field")
                .body("detail", startsWith("Line 2"))
                .body("errors[0].field", equalTo("details[0].size"))
                .body("errors[0].message", containsString("whole number"));
    }

    @Test
    void namesTheFieldOfANumberOutOfRange() {
        problem(post("{\"display_name\":\"x\",\n\"details\":[{\"size\":3000000000}]}"), 400, "invalid_field")
                .body("errors[0].field", equalTo("details[0].size"))
                .body("errors[0].message", equalTo("must be a whole number in range"));
    }

    @Test
    void listsTheValuesOfAnEnumeration() {
        problem(post("{\"details\":[{\"size\":1,\"colour\":\"blue\"}]}"), 400, "invalid_field")
                .body("errors[0].message", equalTo("must be one of RED, GREEN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"created_at\":\"yesterday\"}",
                "{\"created_at\":5}",
                "{\"created_at\":5.5}",
                "{\"created_at\":\"5\"}",
                "{\"created_at\":\"\"}",
                "{\"created_at\":\"2026-01-31\"}",
                "{\"created_at\":\"2026-01-31T08:00Z\"}",
                "{\"created_at\":\"2026-01-31T08:00:00\"}",
                "{\"created_at\":\"2026-02-30T08:00:00Z\"}",
                "{\"created_at\":\"+10000-01-01T00:00:00Z\"}",
                "{\"details\":[{\"size\":1,\"colour\":0}]}",
                "{\"details\":{}}",
                "{\"details\":[{\"size\":1.5}]}",
                "{\"details\":[{\"size\":null}]}",
                "{\"details\":[{\"size\":\" \"}]}",
                "{\"count\":\"\"}",
                "{\"count\":\" \"}",
                "{\"count\":\"\\u0000\"}",
                "{\"loud\":\"\"}",
                "{\"loud\":\"\\t\"}",
                "{\"loud\":1}",
                "{\"weights\":{\"a\":\" \"}}",
                "{\"weights\":\" \"}",
                "{\"details\":\" \"}",
                "{\"details\":[\" \"]}",
                "{\"details\":[{\"size\":1,\"colour\":\" \"}]}",
                "{\"created_at\":\" \"}",
                "{\"details\":[{\"size\":99999999999}]}",
                "{\"details\":[{\"size\":-99999999999999999999999}]}",
                "{\"details\":[3]}",
                "{\"weights\":[1]}",
                "{\"weights\":{\"a\":\"b\"}}"
            })
    void aWrongTypeIsAnInvalidField(String body) {
        // Nothing else is wrong.
        problem(post(body.replaceFirst("\\{", "{\"display_name\":\"x\",")), 400, "invalid_field");
    }

    @Test
    void aNumberForATextIsAnInvalidField() {
        problem(post("{\"display_name\":7}"), 400, "invalid_field")
                .body("errors[0].message", equalTo("must be a text"));
    }

    @Test
    void saysWhatATimeLooksLikeAndTakesItsOffset() {
        problem(post("{\"created_at\":5}"), 400, "invalid_field")
                .body("errors[0].field", equalTo("created_at"))
                .body("errors[0].message", equalTo("must be a time like 2026-01-31T08:00:00Z"));

        post("{\"display_name\":\"x\",\"created_at\":\"2026-01-31T08:00:00.25+08:00\"}")
                .statusCode(200)
                .body("created_at", equalTo("2026-01-31T00:00:00.250Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{",
                "[1",
                "{\"display_name\":\"x\"} trailing",
                "{'display_name':1}",
                "{\"display_name\":\"x\",\"display_name\":\"y\"}",
                "[]",
                "\"text\"",
                "7",
                "\u0000"
            })
    void whatIsNotTheDocumentedJsonIsMalformed(String body) {
        problem(post(body), 400, "malformed_request");
    }

    @Test
    void refusesJsonNestedWithoutEnd() {
        String deep = "{\"extra\":" + "[".repeat(100) + "]".repeat(100) + "}";

        problem(post(deep), 400, "malformed_request").body("detail", containsString("nested too deeply"));
    }

    @Test
    void refusesAJsonBodyOverTheLimit() {
        problem(post("{\"display_name\":\"" + "x".repeat(70_000) + "\"}"), 413, "too_large");
    }

    @Test
    void answersUnknownRoutesMethodsAndMediaTypesInTheSameShape() {
        problem(given().get("/nowhere").then(), 404, "not_found");
        problem(given().get("/echo/nowhere").then(), 404, "not_found");
        problem(given().get("/echo/number/one").then(), 404, "not_found");
        problem(given().delete("/echo").then(), 405, "method_not_allowed");
        problem(given().contentType("text/plain").body("x").post("/echo").then(), 415, "unsupported_media_type");
        problem(
                given().contentType(ContentType.JSON)
                        .accept("image/png")
                        .body("{}")
                        .post("/echo")
                        .then(),
                406,
                "not_acceptable");
    }

    @Test
    void answersWithTheCodeAServiceThrew() {
        problem(given().get("/echo/fail/conflict").then(), 409, "dataset_in_use")
                .body("type", equalTo("urn:modelyard:problem:dataset_in_use"))
                .body("title", equalTo("Dataset in use"))
                .body("detail", equalTo("It is in use."))
                .body("errors", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "pool"})
    void aDatabaseThatIsAwayOrHasNoConnectionLeftIsA503(String how) {
        problem(given().get("/echo/fail/" + how).then(), 503, "service_unavailable")
                .header("Retry-After", equalTo("2"));
    }

    @Test
    void aDefectTellsItsIdAndNothingElse() {
        String instance = problem(given().get("/echo/fail/defect").then(), 500, "internal")
                .body(not(allOf(containsString("Secret"), containsString("secret/path"))))
                .extract()
                .path("instance");

        assertThat(instance).startsWith("urn:uuid:");
    }

    @Test
    void repeatsAPlainRequestIdAndReplacesAnyOther() {
        given().header("X-Request-Id", "abc-1").get("/echo/number/1").then().header("X-Request-Id", equalTo("abc-1"));
        given().header("X-Request-Id", "a b{}").get("/echo/number/1").then().header("X-Request-Id", not("a b{}"));
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/echo").then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        String text = response.extract().asString();
        assertThat(text).doesNotContain("dev.modelyard", "java.", "jackson", "Exception", "`");
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("type", equalTo("urn:modelyard:problem:" + code));
    }
}
