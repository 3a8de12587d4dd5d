package dev.modelyard.auth.key;

import static dev.modelyard.auth.Calls.asAdmin;
import static dev.modelyard.auth.Calls.basic;
import static dev.modelyard.auth.Calls.bearer;
import static dev.modelyard.auth.Calls.newClient;
import static dev.modelyard.auth.Calls.problem;
import static dev.modelyard.auth.Calls.token;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.modelyard.auth.Calls.Credentials;
import dev.modelyard.auth.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class SigningKeyResourceIT {

    @Inject
    SigningKeyService keys;

    @Inject
    KeyRotationService rotation;

    @Inject
    ProviderConfig config;

    @Test
    void aRotatedKeyIsPublishedAtOnceAndSignsLater() {
        String old = keys.signing().kid();
        String oldToken = token(newClient("admin"));

        Response rotated = asAdmin().post("/v1/signing-keys/rotate");

        rotated.then().statusCode(202).body("state", equalTo("next")).body("created_at", notNullValue());
        String fresh = rotated.path("kid");
        given().get("/oauth2/jwks").then().body("keys.kid", hasItem(fresh));
        asAdmin().post("/v1/signing-keys/rotate").then().statusCode(202).body("kid", equalTo(fresh));
        Rotations.letTheNextSign(rotation, config);
        asAdmin()
                .get("/v1/signing-keys")
                .then()
                .statusCode(200)
                .body("items.find { it.kid == '" + fresh + "' }.state", equalTo("signing"))
                .body("items.find { it.kid == '" + old + "' }.state", equalTo("published"))
                .body("items.find { it.kid == '" + old + "' }.signing_until", notNullValue());
        bearer(oldToken).get("/v1/clients").then().statusCode(200);
        bearer(token(newClient("admin"))).get("/v1/clients").then().statusCode(200);
    }

    @Test
    void theTokensOfARetiredKeyAreDeadAndAnotherKeySigns() {
        Credentials client = newClient("admin");
        String token = token(client);
        String compromised = keys.signing().kid();

        Response retired = asAdmin().post("/v1/signing-keys/" + compromised + "/retire");

        retired.then().statusCode(200).body("state", equalTo("retired")).body("retired_at", notNullValue());
        given().get("/oauth2/jwks").then().body("keys.kid", not(hasItem(compromised)));
        problem(bearer(token).get("/v1/clients"), 401, "unauthenticated");
        bearer(token(client)).get("/v1/clients").then().statusCode(200);
        asAdmin().post("/v1/signing-keys/" + compromised + "/retire").then().statusCode(200);
    }

    @Test
    void isForAdminsOnly() {
        Credentials user = newClient("user");

        for (String path : List.of("/rotate", "/x/retire")) {
            problem(given().post("/v1/signing-keys" + path), 401, "unauthenticated");
            problem(basic(user).post("/v1/signing-keys" + path), 403, "forbidden");
        }
        problem(given().get("/v1/signing-keys"), 401, "unauthenticated");
        problem(basic(user).get("/v1/signing-keys"), 403, "forbidden");
        problem(asAdmin().post("/v1/signing-keys/x/retire"), 404, "not_found");
    }
}
