package dev.modelyard.servicekit.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = FakeProvider.class, restrictToAnnotatedClass = true)
class CallersTest {

    @Inject
    RevokedTokens revoked;

    @Inject
    TryConfig tries;

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
        List<Integer> statuses =
                atOnce(20, () -> basic("sid_alice", "right").get("/echo/me").statusCode());

        assertThat(statuses).containsOnly(200);
        assertThat(FakeProvider.EXCHANGES.get() - before).isEqualTo(1);
    }

    @Test
    void theTokenBehindBasicCredentialsCanBeForwarded() {
        String token = basic("sid_carol", "right").get("/echo/token").asString();

        bearer(token).get("/echo/me").then().body(equalTo("sid_carol [USER]"));
    }

    @Test
    void whoSendsNoCredentialsIsWhoeverStandsIn() {
        given().get("/echo/open/key").then().statusCode(200).body(equalTo("key sid_open [USER] with a token"));
        given().get("/echo/open/name").then().statusCode(200).body(equalTo("name sid_open [USER] without a token"));
        unauthenticated(given().get("/echo/open/nobody").then());
        unauthenticated(given().get("/echo/open/wrong").then());
        unauthenticated(given().get("/echo/me").then());
    }

    @Test
    void nobodyStandsInForWrongCredentialsOrForThePageOfABrowser() {
        unauthenticated(bearer("nonsense").get("/echo/open/key").then());
        unauthenticated(basic("sid_alice", "wrong").get("/echo/open/key").then());
        unauthenticated(given().header("Origin", "http://evil.example")
                .get("/echo/open/key")
                .then());
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

        revoked.add(new Revocation.OfClient(new OwnerId("sid_eve"), now.minusSeconds(10)));

        unauthenticated(bearer(older).get("/echo/me").then());
        bearer(FakeProvider.tokenOf("sid_eve", now)).get("/echo/me").then().statusCode(200);
    }

    @Test
    void tokensOfARevokedSecretAreDeadAndThoseOfTheOtherOneLive() {
        Instant issued = Instant.now().minusSeconds(5);
        String old = FakeProvider.tokenOf("sid_fay", issued, Map.of("sec", "sec_old"));
        String other = FakeProvider.tokenOf("sid_fay", issued, Map.of("sec", "sec_new"));
        String silent = FakeProvider.tokenOf("sid_fay", issued);
        String foreign = FakeProvider.tokenOf("sid_gus", issued, Map.of("sec", 5));

        revoked.add(new Revocation.OfSecret(new OwnerId("sid_fay"), "sec_old", Instant.now()));

        unauthenticated(bearer(old).get("/echo/me").then());
        unauthenticated(bearer(silent).get("/echo/me").then());
        bearer(other).get("/echo/me").then().statusCode(200);
        bearer(foreign).get("/echo/me").then().statusCode(200);
    }

    @Test
    void tokensOfANewKeyAreAcceptedAtOnceHoweverManyCome() throws Exception {
        bearer(FakeProvider.tokenOf("sid_hal", Instant.now()))
                .get("/echo/me")
                .then()
                .statusCode(200);
        FakeProvider.rotate();
        String token = FakeProvider.tokenOf("sid_hal", Instant.now());

        assertThat(atOnce(20, () -> bearer(token).get("/echo/me").statusCode())).containsOnly(200);
    }

    @Test
    void aMadeUpKeyIdDoesNotKeepTheNextNewKeyOut() {
        String madeUp = madeUp("made-up");
        unauthenticated(bearer(madeUp).get("/echo/me").then());

        FakeProvider.rotate();

        bearer(FakeProvider.tokenOf("sid_ida", Instant.now()))
                .get("/echo/me")
                .then()
                .statusCode(200);
        unauthenticated(bearer(madeUp).get("/echo/me").then());
    }

    @Test
    void madeUpKeyIdsCostTheProviderOneLookASecondAtMost() throws Exception {
        AtomicInteger number = new AtomicInteger();
        int before = FakeProvider.KEY_LOOKS.get();
        Instant begin = Instant.now();

        List<Integer> statuses = atOnce(50, () -> bearer(madeUp("made-up-" + number.incrementAndGet()))
                .get("/echo/me")
                .statusCode());

        assertThat(statuses).containsOnly(401);
        long seconds = Duration.between(begin, Instant.now()).toSeconds();
        assertThat(FakeProvider.KEY_LOOKS.get() - before).isBetween(1, (int) seconds + 2);
    }

    private static String madeUp(String kid) {
        String header = "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + ".eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    }

    @Test
    void aRevokedSigningKeyKillsItsTokensButNoCredentials() {
        basic("sid_jon", "right").get("/echo/me").then().statusCode(200);
        String compromised = FakeProvider.signingKey();
        String token = FakeProvider.tokenOf("sid_jon", Instant.now());
        FakeProvider.rotate();

        revoked.add(new Revocation.OfSigningKey(compromised, Instant.now()));

        unauthenticated(bearer(token).get("/echo/me").then());
        basic("sid_jon", "right").get("/echo/me").then().statusCode(200);
    }

    @Test
    void whoGuessesIsToldToWaitAndKeepsNobodyOut() {
        List<Integer> guesses = IntStream.range(0, tries.perClientAndAddress() + 1)
                .mapToObj(i -> basic("sid_kim", "guess " + i).get("/echo/me").statusCode())
                .toList();

        assertThat(guesses.subList(0, tries.perClientAndAddress())).containsOnly(401);
        basic("sid_kim", "another guess")
                .get("/echo/me")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("too_many_requests"));
        basic("sid_kim", "right").get("/echo/me").then().statusCode(200);
        unauthenticated(basic("sid_lea", "guess").get("/echo/me").then());
    }

    private static List<Integer> atOnce(int times, Callable<Integer> call) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(times, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
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
