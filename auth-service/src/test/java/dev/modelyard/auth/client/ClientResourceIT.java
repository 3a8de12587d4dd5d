package dev.modelyard.auth.client;

import static dev.modelyard.auth.Calls.asAdmin;
import static dev.modelyard.auth.Calls.askToken;
import static dev.modelyard.auth.Calls.basic;
import static dev.modelyard.auth.Calls.bearer;
import static dev.modelyard.auth.Calls.newClient;
import static dev.modelyard.auth.Calls.problem;
import static dev.modelyard.auth.Calls.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.modelyard.auth.Calls;
import dev.modelyard.auth.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class ClientResourceIT {

    @Test
    void showsTheKeyOnceAndNeverAgain() {
        Response created = create("{\"name\":\" team vision \"}");

        created.then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .header("Location", startsWith("http"))
                .body("secret_id", startsWith("sid_"))
                .body("name", equalTo("team vision"))
                .body("role", equalTo("user"))
                .body("expires_at", nullValue());
        assertThat(created.<String>path("secret_key")).hasSize(43);
        String described = asAdmin()
                .get("/v1/clients/" + created.path("secret_id"))
                .then()
                .statusCode(200)
                .body("state", equalTo("active"))
                .extract()
                .asString();
        assertThat(described).doesNotContain("secret_key").doesNotContain(created.<String>path("secret_key"));
    }

    @Test
    void listsPageByPageTheNewestFirst() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.addFirst(newClient("user").id());
        }

        Response first = asAdmin().get("/v1/clients?limit=2");
        Response second =
                asAdmin().queryParam("cursor", first.<String>path("next")).get("/v1/clients?limit=3");

        assertThat(first.<List<String>>path("items.secret_id")).isEqualTo(created.subList(0, 2));
        assertThat(second.<List<String>>path("items.secret_id")).isEqualTo(created.subList(2, 5));
        problem(asAdmin().get("/v1/clients?limit=0"), 400, "invalid_field");
        problem(asAdmin().get("/v1/clients?cursor=nonsense"), 400, "invalid_field");
    }

    @Test
    void remembersWhenAClientWasLastUsed() {
        Calls.Credentials client = newClient("user");
        asAdmin().get("/v1/clients/" + client.id()).then().body("last_used_at", nullValue());

        token(client);

        asAdmin().get("/v1/clients/" + client.id()).then().body("last_used_at", notNullValue());
    }

    @Test
    void isForAdminsOnly() {
        Calls.Credentials user = newClient("user");
        String userToken = token(user);

        problem(given().get("/v1/clients"), 401, "unauthenticated");
        for (Response response : List.of(
                basic(user).get("/v1/clients"),
                bearer(userToken).get("/v1/clients"),
                bearer(userToken)
                        .contentType(ContentType.JSON)
                        .body("{\"name\":\"x\"}")
                        .post("/v1/clients"),
                bearer(userToken).get("/v1/clients/" + user.id()),
                bearer(userToken).contentType(ContentType.JSON).body("{}").post("/v1/clients/" + user.id() + "/expire"),
                bearer(userToken).delete("/v1/clients/" + user.id()))) {
            problem(response, 403, "forbidden");
        }
        bearer(token(newClient("admin"))).get("/v1/clients").then().statusCode(200);
    }

    @Test
    void anUnknownClientIsNotFound() {
        problem(asAdmin().get("/v1/clients/sid_nobody"), 404, "not_found");
        problem(asAdmin().delete("/v1/clients/sid_nobody"), 404, "not_found");
        problem(expire("sid_nobody", Instant.now()), 404, "not_found");
        problem(asAdmin().get("/v1/clients/" + "x".repeat(300)), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":5}",
                "{\"name\":\"x\",\"role\":\"king\"}",
                "{\"name\":\"x\",\"secret_key\":\"mine\"}",
                "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}",
                "{\"name\":\"x\",\"expires_at\":4102444800}",
                "{\"name\":\"x\",\"expires_at\":\"2001-01-01T00:00:00Z\"}"
            })
    void aBadFieldIsNamed(String body) {
        problem(create(body), 400, "invalid_field").body("errors", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"name\":\"x\"} {}"})
    void whatIsNoClientIsMalformed(String body) {
        problem(create(body), 400, "malformed_request");
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        problem(create("{\"name\":\"" + "x".repeat(201) + "\"}"), 400, "invalid_field");
    }

    @Test
    void anExpiredClientGetsNoTokensUntilItIsGivenMoreTime() {
        Calls.Credentials client = newClient("admin");
        String old = token(client);

        expire(client.id(), Instant.now().minusSeconds(60))
                .then()
                .statusCode(200)
                .body("state", equalTo("expired"));

        askToken(client).then().statusCode(401);
        problem(bearer(old).get("/v1/clients"), 401, "unauthenticated");
        Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        expire(client.id(), later)
                .then()
                .statusCode(200)
                .body("state", equalTo("active"))
                .body("expires_at", equalTo(later.toString()));
        bearer(token(client)).get("/v1/clients").then().statusCode(200);
    }

    @Test
    void tokensFromItsEndBeingSetOnAreGood() {
        Calls.Credentials client = newClient("user");

        expire(client.id(), Instant.now().plusSeconds(60)).then().statusCode(200);

        Instant set = Instant.now();
        // The tokens that this ended may be of the same second.
        assertThat(Calls.issuedAt(token(client))).isGreaterThan(set.getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"5\"", "\"2030-01-01\"", "null"})
    void aTimeIsATextOfRfc3339(String at) {
        Calls.Credentials client = newClient("user");

        problem(
                asAdmin()
                        .contentType(ContentType.JSON)
                        .body("{\"at\":" + at + "}")
                        .post("/v1/clients/" + client.id() + "/expire"),
                400,
                "invalid_field");

        askToken(client).then().statusCode(200);
    }

    @Test
    void aTokenNeverOutlivesItsClient() {
        Calls.Credentials client = newClient("user");
        expire(client.id(), Instant.now().plusSeconds(60));

        Integer life = askToken(client).path("expires_in");

        assertThat(life).isBetween(1, 60);
    }

    @Test
    void aRevokedClientIsDeadAtOnceAndStaysDead() {
        Calls.Credentials client = newClient("admin");
        String token = token(client);

        asAdmin().delete("/v1/clients/" + client.id()).then().statusCode(204);

        askToken(client).then().statusCode(401);
        problem(bearer(token).get("/v1/clients"), 401, "unauthenticated");
        problem(basic(client).get("/v1/clients"), 401, "unauthenticated");
        asAdmin().get("/v1/clients/" + client.id()).then().body("state", equalTo("revoked"));
        asAdmin().delete("/v1/clients/" + client.id()).then().statusCode(204);
        problem(expire(client.id(), Instant.now().plusSeconds(60)), 409, "conflict");
    }

    private static Response create(String body) {
        return asAdmin().contentType(ContentType.JSON).body(body).post("/v1/clients");
    }

    private static Response expire(String id, Instant at) {
        return asAdmin()
                .contentType(ContentType.JSON)
                .body("{\"at\":\"" + at + "\"}")
                .post("/v1/clients/" + id + "/expire");
    }
}
