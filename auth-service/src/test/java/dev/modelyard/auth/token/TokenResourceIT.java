package dev.modelyard.auth.token;

import static dev.modelyard.auth.Calls.asAdmin;
import static dev.modelyard.auth.Calls.askToken;
import static dev.modelyard.auth.Calls.basic;
import static dev.modelyard.auth.Calls.bearer;
import static dev.modelyard.auth.Calls.newClient;
import static dev.modelyard.auth.Calls.problem;
import static dev.modelyard.auth.Calls.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.modelyard.auth.Calls.Credentials;
import dev.modelyard.auth.Infrastructure;
import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.SigningKey;
import dev.modelyard.auth.key.SigningKeyService;
import dev.modelyard.servicekit.identity.TryConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class TokenResourceIT {

    @Inject
    SigningKeyService keys;

    @Inject
    ProviderConfig config;

    @Inject
    TryConfig tries;

    @Test
    void describesItself() {
        given().get("/.well-known/openid-configuration")
                .then()
                .statusCode(200)
                .body("issuer", equalTo(config.issuer()))
                .body("token_endpoint", equalTo(config.issuer() + "/oauth2/token"))
                .body("jwks_uri", equalTo(config.issuer() + "/oauth2/jwks"))
                .body("grant_types_supported[0]", equalTo("client_credentials"));
        given().get("/oauth2/jwks")
                .then()
                .statusCode(200)
                .body("keys.kid", hasItem(keys.signing().kid()))
                .body("keys.kty", everyItem(equalTo("EC")))
                .body("keys.alg", everyItem(equalTo("ES256")));
    }

    @Test
    void grantsATokenThatSaysWhoAndUntilWhen() {
        Credentials client = newClient("user");

        Response answer = askToken(client);

        answer.then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", equalTo("no-store"))
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(300));
        String[] parts = answer.<String>path("access_token").split("\\.");
        JsonPath header = JsonPath.from(decode(parts[0]));
        JsonPath claims = JsonPath.from(decode(parts[1]));
        assertThat(header.getString("alg")).isEqualTo("ES256");
        assertThat(header.getString("kid")).isEqualTo(keys.signing().kid());
        assertThat(claims.getString("iss")).isEqualTo(config.issuer());
        assertThat(claims.getString("sub")).isEqualTo(client.id());
        assertThat(claims.getString("aud")).isEqualTo("modelyard");
        assertThat(claims.getList("groups")).isEqualTo(List.of("user"));
        assertThat(claims.getString("jti")).isNotBlank();
        assertThat(claims.getString("sec")).startsWith("sec_");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(300);
    }

    @Test
    void takesCredentialsInTheFormToo() {
        Credentials client = newClient("user");

        given().contentType(ContentType.URLENC)
                .body("grant_type=client_credentials&client_id=" + client.id() + "&client_secret=" + client.key())
                .post("/oauth2/token")
                .then()
                .statusCode(200)
                .body("access_token", notNullValue());
    }

    @Test
    void answersAllCredentialsThatAreNotGoodAlike() {
        Credentials client = newClient("user");
        Credentials revoked = newClient("user");
        asAdmin().delete("/v1/clients/" + revoked.id()).then().statusCode(204);
        Credentials expired = newClient("user");
        asAdmin()
                .contentType(ContentType.JSON)
                .body("{\"at\":\"2001-01-01T00:00:00Z\"}")
                .post("/v1/clients/" + expired.id() + "/expire")
                .then()
                .statusCode(200);

        List<Credentials> refused =
                List.of(new Credentials("sid_unknown", "x"), new Credentials(client.id(), "x"), revoked, expired);

        Response first = askToken(refused.getFirst());
        first.then()
                .statusCode(401)
                .contentType(ContentType.JSON)
                .header("WWW-Authenticate", containsString("Basic"))
                .header("Cache-Control", equalTo("no-store"))
                .body("error", equalTo("invalid_client"));
        for (Credentials credentials : refused) {
            assertThat(everythingBut(askToken(credentials), "X-Request-Id"))
                    .isEqualTo(everythingBut(first, "X-Request-Id"));
            Response call = basic(credentials).get("/v1/clients");
            problem(call, 401, "unauthenticated");
            assertThat(everythingBut(call, "X-Request-Id"))
                    .isEqualTo(everythingBut(basic(refused.getFirst()).get("/v1/clients"), "X-Request-Id"));
        }
    }

    private static String everythingBut(Response response, String header) {
        return response.statusLine()
                + response.headers().asList().stream()
                        .filter(other -> !other.getName().equalsIgnoreCase(header))
                        .toList()
                + response.asString();
    }

    @Test
    void answersBadRequestsAsTheStandardSays() {
        Credentials client = newClient("user");

        given().auth()
                .preemptive()
                .basic(client.id(), client.key())
                .contentType(ContentType.URLENC)
                .body("grant_type=password")
                .post("/oauth2/token")
                .then()
                .statusCode(400)
                .header("Cache-Control", equalTo("no-store"))
                .body("error", equalTo("unsupported_grant_type"));
        given().contentType(ContentType.URLENC)
                .body("")
                .post("/oauth2/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
        problem(given().contentType(ContentType.JSON).body("{}").post("/oauth2/token"), 415, "unsupported_media_type");
        problem(given().get("/oauth2/token"), 405, "method_not_allowed");
    }

    @Test
    void whoGuessesIsToldToWaitAndKeepsNobodyOut() {
        Credentials client = newClient("user");
        for (int i = 0; i < tries.perClientAndAddress(); i++) {
            askToken(new Credentials(client.id(), "guess")).then().statusCode(401);
        }

        askToken(new Credentials(client.id(), "guess"))
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("error", equalTo("temporarily_unavailable"));
        askToken(client).then().statusCode(200);
        basic(client).get("/v1/clients/" + client.id() + "/secrets").then().statusCode(200);
        askToken(newClient("user")).then().statusCode(200);
    }

    @Test
    void refusesForgedTokensOfEveryKind() throws Exception {
        SigningKey key = keys.signing();
        String good = TokenForge.sign(
                config.issuer(), Infrastructure.ADMIN, "modelyard", Instant.now(), key.kid(), key.privateKey());
        bearer(good).get("/v1/clients").then().statusCode(200);

        for (Map.Entry<String, String> forged : TokenForge.forgeries(
                        config.issuer(), Infrastructure.ADMIN, key.kid(), key.privateKey())
                .entrySet()) {
            assertThat(bearer(forged.getValue()).get("/v1/clients").statusCode())
                    .as(forged.getKey())
                    .isEqualTo(401);
        }
    }

    @Test
    void isReadyAndDocumented() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().statusCode(200);
        given().get("/q/openapi?format=json").then().statusCode(200).body("paths.'/v1/clients'", notNullValue());
        asAdmin().get("/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        assertThat(token(newClient("user"))).isNotBlank();
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
