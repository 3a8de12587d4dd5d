package dev.modelyard.servicekit.request;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QueryNamesTest {
    @Test
    void passesOnWhatTheMethodKnows() {
        given().get("/v1/names").then().statusCode(200).body(equalTo("null null"));
        given().get("/v1/names?colour=red&max_size=3").then().statusCode(200).body(equalTo("red 3"));
    }

    @Test
    void refusesByNameWhatTheMethodDoesNotKnow() {
        for (String query : new String[] {"color=red", "colour=red&color=red", "Colour=red", "=red", "color"}) {
            given().get("/v1/names?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("code", equalTo("invalid_field"));
        }
        given().get("/v1/names?color=red").then().body("errors[0].field", equalTo("color"));
    }

    @Test
    void leavesOtherPathsAlone() {
        given().get("/echo/number/7?anything=goes").then().statusCode(200);
    }

    /** Knows two parameters. */
    @Path("/v1/names")
    public static class NamesResource {
        @GET
        public String names(@RestQuery @Nullable String colour, @RestQuery("max_size") @Nullable Integer maxSize) {
            return colour + " " + maxSize;
        }
    }
}
