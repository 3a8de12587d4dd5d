package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.contracts.id.WebhookId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource; what is delivered is in {@link DeliveryIT}. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class WebhookIT {
    private static final String URL = "https://hooks.example.com/modelyard?team=1";

    private final ApiUser user = ApiUser.fresh();

    @Test
    void aWebhookIsMadeReadAndListedAndItsSecretShownOnce() {
        // When
        JsonPath made = user.send(Map.of(
                        "url",
                        "HTTPS://Hooks.Example.com/modelyard?team=1",
                        "kinds",
                        List.of("train", "import", "train"),
                        "states",
                        List.of("failed"),
                        "description",
                        "tells the team"))
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .header("Location", startsWith("/v1/webhooks/whk_"))
                .body("secret", startsWith("whsec_"))
                .extract()
                .jsonPath();

        // Then
        user.call()
                .get("/v1/webhooks/" + made.getString("id"))
                .then()
                .statusCode(200)
                .body("id", startsWith("whk_"))
                .body("url", equalTo(URL))
                .body("kinds", contains("import", "train"))
                .body("states", contains("failed"))
                .body("description", equalTo("tells the team"))
                .body("enabled", equalTo(true))
                .body("owner", equalTo(user.name()))
                .body("secret", nullValue())
                .body("last_success_at", nullValue())
                .body("last_failure", nullValue());
        String other = create();
        user.call()
                .queryParam("limit", 1)
                .get("/v1/webhooks")
                .then()
                .statusCode(200)
                .body("items.id", contains(other))
                .body("items.secret", contains(nullValue()))
                .body("next", notNullValue());
        user.call().get("/v1/webhooks").then().body("items.id", contains(other, made.getString("id")));
    }

    @Test
    void whatIsNamedIsChangedAndTheRestStays() {
        String id = create();

        user.send(Map.of("kinds", List.of("train"), "enabled", false))
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("url", equalTo(URL))
                .body("kinds", contains("train"))
                .body("enabled", equalTo(false));
        user.send(Map.of("url", "https://a.below.example.com/", "kinds", List.of(), "enabled", true))
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("url", equalTo("https://a.below.example.com/"))
                .body("kinds", nullValue())
                .body("enabled", equalTo(true));
        user.send(Map.of("url", "https://elsewhere.example.com/"))
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(422)
                .body("code", equalTo("host_not_allowed"));
        user.send(Map.of("states", List.of("running")))
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(400)
                .body("errors.field", contains("states"));
        user.call().get("/v1/webhooks/" + id).then().body("url", equalTo("https://a.below.example.com/"));
    }

    @Test
    void aRotationShowsANewSecretAndTillWhenTheOldOneSigns() {
        JsonPath made = user.send(Map.of("url", URL)).post("/v1/webhooks").jsonPath();

        JsonPath rotated = user.call()
                .post("/v1/webhooks/" + made.getString("id") + "/rotate")
                .then()
                .statusCode(200)
                .body("previous_secret_until", notNullValue())
                .extract()
                .jsonPath();

        assertThat(rotated.getString("secret")).startsWith("whsec_").isNotEqualTo(made.getString("secret"));
    }

    @Test
    void aDeletedWebhookIsGone() {
        String id = create();

        user.call().delete("/v1/webhooks/" + id).then().statusCode(204);

        user.call().get("/v1/webhooks/" + id).then().statusCode(404);
        user.call().delete("/v1/webhooks/" + id).then().statusCode(404);
        user.call().get("/v1/webhooks").then().body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "https://hooks.example.com:8443/",
                "https://below.example.com/",
                "https://hooks.example.com.evil.example/",
                "http://localhost:8080/",
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.3:8080/",
                "http://[::1]:8080/"
            })
    void aHostThatIsNotAllowedIsRefusedWithoutTellingWhichAre(String url) {
        user.send(Map.of("url", url))
                .post("/v1/webhooks")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("host_not_allowed"))
                .body("errors.field", contains("url"))
                .body("detail", not(containsString("example.com")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":null}",
                "{\"url\":\"\"}",
                "{\"url\":\"hooks.example.com\"}",
                "{\"url\":\"ftp://hooks.example.com/\"}",
                "{\"url\":\"https://user@hooks.example.com/\"}",
                "{\"url\":\"https://hooks.example.com/#a\"}",
                "{\"url\":\"http://2130706433:80/\"}",
                "{\"url\":\"http://0177.0.0.1/\"}",
                "{\"url\":\"http://[::ffff:127.0.0.1]/\"}",
                "{\"url\":\"https://hooks.example.com/\",\"kinds\":[\"trian\"]}",
                "{\"url\":\"https://hooks.example.com/\",\"kinds\":[null]}",
                "{\"url\":\"https://hooks.example.com/\",\"states\":[\"running\"]}",
                "{\"url\":\"https://hooks.example.com/\",\"states\":[null]}",
                "{\"url\":\"https://hooks.example.com/\",\"states\":[\"asleep\"]}"
            })
    void whatIsNotOfTheDocumentedFormIsRefusedByName(String body) {
        user.send(body)
                .post("/v1/webhooks")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_field"));
    }

    @Test
    void anUnknownFieldAndWhatIsNoJsonAreRefused() {
        user.send("{\"url\":\"https://hooks.example.com/\",\"secret\":\"mine\"}")
                .post("/v1/webhooks")
                .then()
                .statusCode(400);
        user.send("{").post("/v1/webhooks").then().statusCode(400).body("code", equalTo("malformed_request"));
        user.call()
                .contentType("application/json")
                .patch("/v1/webhooks/" + create())
                .then()
                .statusCode(400);
        user.call().get("/v1/webhooks?limit=0").then().statusCode(400);
        user.call()
                .get("/v1/webhooks/" + create() + "/deliveries?state=lost")
                .then()
                .statusCode(400);
    }

    @Test
    void anOwnerHasNoMoreThanTheLimit() {
        for (int i = 0; i < 6; i++) {
            create();
        }

        user.send(Map.of("url", URL))
                .post("/v1/webhooks")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        ApiUser.fresh().send(Map.of("url", URL)).post("/v1/webhooks").then().statusCode(201);
    }

    @Test
    void anotherOwnersWebhookIsNotFoundAndAnAdminSeesIt() {
        String id = create();
        ApiUser stranger = ApiUser.fresh();
        ApiUser admin = ApiUser.admin();

        stranger.call().get("/v1/webhooks/" + id).then().statusCode(404).body("code", equalTo("not_found"));
        stranger.send(Map.of("enabled", false))
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(404);
        stranger.call().delete("/v1/webhooks/" + id).then().statusCode(404);
        stranger.call().post("/v1/webhooks/" + id + "/rotate").then().statusCode(404);
        stranger.call().post("/v1/webhooks/" + id + "/test").then().statusCode(404);
        stranger.call().get("/v1/webhooks/" + id + "/deliveries").then().statusCode(404);
        stranger.call().get("/v1/webhooks").then().body("items", empty());
        stranger.call().get("/v1/webhooks?owner=all").then().statusCode(403);
        admin.call().get("/v1/webhooks/" + id).then().statusCode(200).body("secret", nullValue());
        admin.call().get("/v1/webhooks?owner=all").then().body("items.id", hasItem(id));
        user.call().get("/v1/webhooks/nonsense").then().statusCode(404);
    }

    @Test
    void whoeverSendsNoCredentialsIsUnauthenticated() {
        String path = "/v1/webhooks/" + WebhookId.fresh();

        RestAssured.given().get("/v1/webhooks").then().statusCode(401).body("code", equalTo("unauthenticated"));
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/v1/webhooks")
                .then()
                .statusCode(401);
        RestAssured.given().get(path).then().statusCode(401);
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .patch(path)
                .then()
                .statusCode(401);
        RestAssured.given().delete(path).then().statusCode(401);
        RestAssured.given().post(path + "/rotate").then().statusCode(401);
        RestAssured.given().post(path + "/test").then().statusCode(401);
        RestAssured.given().get(path + "/deliveries").then().statusCode(401);
    }

    private String create() {
        return user.send(Map.of("url", URL))
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
