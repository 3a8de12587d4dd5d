package dev.modelyard.auth.client;

import static dev.modelyard.auth.Calls.asAdmin;
import static dev.modelyard.auth.Calls.askToken;
import static dev.modelyard.auth.Calls.basic;
import static dev.modelyard.auth.Calls.bearer;
import static dev.modelyard.auth.Calls.issuedAt;
import static dev.modelyard.auth.Calls.newClient;
import static dev.modelyard.auth.Calls.problem;
import static dev.modelyard.auth.Calls.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.modelyard.auth.Calls.Credentials;
import dev.modelyard.auth.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class SecretResourceIT {

    @Test
    void aSecondSecretWorksBesideTheFirstAndIsShownOnce() {
        Credentials client = newClient("user");

        Response added = add(basic(client), client.id(), "{}");

        added.then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .header("Location", endsWith("/v1/clients/" + client.id() + "/secrets/" + added.path("id")))
                .body("id", matchesPattern("sec_[a-z2-7]{26}"))
                .body("secret_id", equalTo(client.id()))
                .body("state", equalTo("active"))
                .body("expires_at", nullValue());
        Credentials second = new Credentials(client.id(), added.path("secret_key"));
        assertThat(second.key()).hasSize(43).isNotEqualTo(client.key());
        askToken(client).then().statusCode(200);
        askToken(second).then().statusCode(200);
        Response listed = basic(client).get(path(client.id()));
        listed.then().statusCode(200).body("items.size()", equalTo(2)).body("items[0].id", equalTo(added.path("id")));
        assertThat(listed.asString()).doesNotContain("secret_key").doesNotContain(second.key());
    }

    @Test
    void tellsWhenEachSecretWasLastUsed() {
        Credentials client = newClient("user");
        add(asAdmin(), client.id(), "{}").then().statusCode(201);

        token(client);

        asAdmin()
                .get(path(client.id()))
                .then()
                .body("items[0].last_used_at", nullValue())
                .body("items[1].last_used_at", not(nullValue()));
    }

    @Test
    void aThirdLiveSecretIsAConflict() {
        Credentials client = newClient("user");
        add(asAdmin(), client.id(), "{}").then().statusCode(201);

        problem(add(asAdmin(), client.id(), "{}"), 409, "conflict");
    }

    @Test
    void aDeletedSecretIsDeadWithItsTokensAndTheOtherLives() {
        Credentials old = newClient("admin");
        String oldToken = token(old);
        Credentials fresh =
                new Credentials(old.id(), add(basic(old), old.id(), "{}").path("secret_key"));
        String freshToken = token(fresh);
        String oldName = basic(old).get(path(old.id())).path("items[1].id");

        basic(fresh).delete(path(old.id()) + "/" + oldName).then().statusCode(204);

        askToken(old).then().statusCode(401);
        problem(basic(old).get("/v1/clients"), 401, "unauthenticated");
        problem(bearer(oldToken).get("/v1/clients"), 401, "unauthenticated");
        askToken(fresh).then().statusCode(200);
        bearer(freshToken).get("/v1/clients").then().statusCode(200);
        problem(basic(fresh).delete(path(old.id()) + "/" + oldName), 404, "not_found");
        add(basic(fresh), old.id(), "{}").then().statusCode(201);
    }

    @Test
    void theOnlyLiveSecretStays() {
        Credentials client = newClient("user");
        String name = basic(client).get(path(client.id())).path("items[0].id");

        problem(basic(client).delete(path(client.id()) + "/" + name), 409, "conflict");

        askToken(client).then().statusCode(200);
    }

    @Test
    void theOldSecretHoldsForAsLongAsItIsGiven() {
        Credentials old = newClient("user");
        Instant soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

        Response added = add(basic(old), old.id(), "{\"old_expires_at\":\"" + soon + "\"}");

        Instant addedAt = Instant.now();
        Response token = askToken(old);
        added.then().statusCode(201).body("expires_at", nullValue());
        asAdmin().get(path(old.id())).then().body("items[1].expires_at", equalTo(soon.toString()));
        Integer life = token.path("expires_in");
        assertThat(life).isBetween(1, 60);
        // The tokens that it ended may be of the second in which it was added.
        assertThat(issuedAt(token.path("access_token"))).isGreaterThan(addedAt.getEpochSecond());
        askToken(new Credentials(old.id(), added.path("secret_key"))).then().body("expires_in", equalTo(300));
    }

    @Test
    void aSecretEndsAtItsTimeAndMakesRoomForAnother() {
        Credentials lasting = newClient("user");
        Instant end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
        Credentials passing = new Credentials(
                lasting.id(),
                add(basic(lasting), lasting.id(), "{\"expires_at\":\"" + end + "\"}")
                        .path("secret_key"));

        await().atMost(Duration.ofSeconds(60)).until(() -> askToken(passing).statusCode() == 401);

        asAdmin().get(path(lasting.id())).then().body("items.state", contains("expired", "active"));
        assertThat(Instant.now()).isAfterOrEqualTo(end);
        askToken(lasting).then().statusCode(200);
        add(basic(lasting), lasting.id(), "{}").then().statusCode(201);
        asAdmin().get(path(lasting.id())).then().body("items.state", contains("active", "active"));
    }

    @Test
    void othersAreNotFoundForUsersAndManagedByAdmins() {
        Credentials user = newClient("user");
        Credentials other = newClient("user");
        String name = asAdmin().get(path(other.id())).path("items[0].id");

        problem(basic(user).get(path(other.id())), 404, "not_found");
        problem(add(basic(user), other.id(), "{}"), 404, "not_found");
        problem(basic(user).delete(path(other.id()) + "/" + name), 404, "not_found");
        problem(basic(user).get(path("sid_nobody")), 404, "not_found");
        problem(asAdmin().get(path("sid_nobody")), 404, "not_found");
        problem(add(asAdmin(), "sid_nobody", "{}"), 404, "not_found");
        problem(asAdmin().delete(path(user.id()) + "/" + name), 404, "not_found");
        problem(asAdmin().delete(path(user.id()) + "/nonsense"), 404, "not_found");
        add(asAdmin(), other.id(), "{}").then().statusCode(201);
    }

    @Test
    void needsCredentials() {
        Credentials user = newClient("user");

        for (Response response : List.of(
                given().get(path(user.id())),
                add(given(), user.id(), "{}"),
                given().delete(path(user.id()) + "/sec_x"))) {
            problem(response, 401, "unauthenticated");
        }
    }

    @Test
    void aRevokedClientGetsNoMoreSecrets() {
        Credentials client = newClient("user");
        asAdmin().delete("/v1/clients/" + client.id()).then().statusCode(204);

        problem(add(asAdmin(), client.id(), "{}"), 409, "conflict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"old_expires_at\":\"2001-01-01T00:00:00Z\"}",
                "{\"expires_at\":\"2001-01-01T00:00:00Z\"}",
                "{\"expires_at\":5}",
                "{\"secret_key\":\"mine\"}"
            })
    void aBadFieldIsNamed(String body) {
        Credentials client = newClient("user");

        problem(add(asAdmin(), client.id(), body), 400, "invalid_field");

        asAdmin().get(path(client.id())).then().body("items.size()", equalTo(1));
    }

    @Test
    void whatIsNoJsonIsMalformed() {
        Credentials client = newClient("user");

        problem(add(basic(client), client.id(), ""), 400, "malformed_request");
        problem(add(basic(client), client.id(), "[]"), 400, "malformed_request");
    }

    private static Response add(RequestSpecification caller, String client, String body) {
        return caller.contentType(ContentType.JSON).body(body).post(path(client));
    }

    private static String path(String client) {
        return "/v1/clients/" + client + "/secrets";
    }
}
