package dev.modelyard.servicekit.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = FakeProvider.class, restrictToAnnotatedClass = true)
class CallersTest {

    @Inject
    RevokedClients revoked;

    @Test
    void aTokenOfTheProviderNamesTheCaller() {
        bearer(FakeProvider.tokenOf("sid_bob", Instant.now()))
                .get("/echo/me")
                .then()
                .statusCode(200)
                .body(equalTo("sid_bob [USER]"));
    }

    @Test
    void basicCredentialsAreExchangedOnceHoweverManyAskAtOnce() throws Exception {
        int before = FakeProvider.EXCHANGES.get();
        Callable<Integer> call =
                () -> basic("sid_alice", "right").get("/echo/me").statusCode();

        List<Integer> statuses;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = threads
                    .invokeAll(IntStream.range(0, 20).mapToObj(_ -> call).toList())
                    .stream()
                    .map(Future::resultNow)
                    .collect(Collectors.toList());
        }

        assertThat(statuses).containsOnly(200);
        assertThat(FakeProvider.EXCHANGES.get() - before).isEqualTo(1);
    }

    @Test
    void theTokenBehindBasicCredentialsCanBeForwarded() {
        String token = basic("sid_carol", "right").get("/echo/token").asString();

        bearer(token).get("/echo/me").then().body(equalTo("sid_carol [USER]"));
    }

    @Test
    void wrongCredentialsAreRefusedWithoutAskingAgain() {
        unauthenticated(basic("sid_alice", "wrong").get("/echo/me").then());
        int before = FakeProvider.EXCHANGES.get();

        unauthenticated(basic("sid_alice", "wrong").get("/echo/me").then());

        assertThat(FakeProvider.EXCHANGES.get()).isEqualTo(before);
    }

    @Test
    void aProviderThatFailsIsA503AndIsAskedAgain() {
        FakeProvider.away = true;
        try {
            basic("sid_dave", "right")
                    .get("/echo/me")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .body("code", equalTo("service_unavailable"));
        } finally {
            FakeProvider.away = false;
        }

        basic("sid_dave", "right").get("/echo/me").then().statusCode(200);
    }

    @Test
    void rolesDecide() {
        given().get("/echo/admin").then().statusCode(401);
        basic("sid_alice", "right")
                .get("/echo/admin")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"));
        basic("sid_root", "right").get("/echo/admin").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer x",
                "Bearer a.b.c",
                "Bearer .",
                "Bearer ..",
                "Bearer a..",
                "Bearer .b.",
                "Basic",
                "Basic !",
                "Basic Og==",
                "Basic c2lk",
                "Digest x"
            })
    void unreadableCredentialsAreRefused(String header) {
        unauthenticated(given().header("Authorization", header).get("/echo/me").then());
    }

    @Test
    void noCredentialsAreAskedFor() {
        unauthenticated(given().get("/echo/me").then());
    }

    @Test
    void expiredAndUnsignedTokensAreRefused() {
        unauthenticated(bearer(FakeProvider.tokenOf("sid_bob", Instant.now().minusSeconds(3600)))
                .get("/echo/me")
                .then());
        String signed = FakeProvider.tokenOf("sid_bob", Instant.now());
        String none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
                + signed.substring(signed.indexOf('.'), signed.lastIndexOf('.') + 1);
        unauthenticated(bearer(none).get("/echo/me").then());
    }

    @Test
    void tokensOlderThanTheRevocationAreDeadAndNewerOnesLive() {
        Instant now = Instant.now();
        String older = FakeProvider.tokenOf("sid_eve", now.minusSeconds(20));
        bearer(older).get("/echo/me").then().statusCode(200);

        revoked.revoke("sid_eve", now.minusSeconds(10));

        unauthenticated(bearer(older).get("/echo/me").then());
        bearer(FakeProvider.tokenOf("sid_eve", now)).get("/echo/me").then().statusCode(200);
    }

    private static void unauthenticated(ValidatableResponse response) {
        response.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("code", equalTo("unauthenticated"));
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification basic(String id, String key) {
        return given().auth().preemptive().basic(id, key);
    }
}
