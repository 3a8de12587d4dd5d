package dev.modelyard.servicekit.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The provider of the test configuration does not exist. */
@QuarkusTest
class ProviderAwayTest {
    private static final String SHAPED_LIKE_A_TOKEN =
            "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

    @Test
    void aBearerTokenIsA503() {
        given().header("Authorization", "Bearer " + SHAPED_LIKE_A_TOKEN)
                .get("/echo/me")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("code", equalTo("service_unavailable"));
    }

    @Test
    void basicCredentialsAreA503() {
        given().auth()
                .preemptive()
                .basic("sid_alice", "right")
                .get("/echo/me")
                .then()
                .statusCode(503)
                .contentType("application/problem+json");
    }

    @Test
    void whatNeedsNoCallerWorks() {
        given().get("/echo/number/1").then().statusCode(200);
    }
}
