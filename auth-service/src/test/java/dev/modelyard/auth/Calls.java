package dev.modelyard.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** What several tests ask the service for. */
public final class Calls {
    /** Credentials as they are given out. */
    public record Credentials(String id, String key) {}

    private Calls() {}

    public static RequestSpecification basic(Credentials credentials) {
        return given().auth().preemptive().basic(credentials.id(), credentials.key());
    }

    public static RequestSpecification asAdmin() {
        return basic(new Credentials(Infrastructure.ADMIN, Infrastructure.ADMIN_KEY));
    }

    public static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    public static Credentials newClient(String role) {
        Response created = asAdmin()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"%s\",\"role\":\"%s\"}".formatted(UUID.randomUUID(), role))
                .post("/v1/clients");
        created.then().statusCode(201);
        return new Credentials(created.path("secret_id"), created.path("secret_key"));
    }

    public static Response askToken(Credentials credentials) {
        return basic(credentials)
                .contentType(ContentType.URLENC)
                .body("grant_type=client_credentials")
                .post("/oauth2/token");
    }

    public static String token(Credentials credentials) {
        Response answer = askToken(credentials);
        answer.then().statusCode(200);
        return answer.path("access_token");
    }

    /** The second that a token says it is of, since 1970. */
    public static long issuedAt(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return JsonPath.from(new String(claims, StandardCharsets.UTF_8)).getLong("iat");
    }

    public static ValidatableResponse problem(Response response, int status, String code) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }
}
