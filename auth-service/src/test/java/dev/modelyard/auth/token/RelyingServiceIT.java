package dev.modelyard.auth.token;

import static dev.modelyard.auth.Calls.asAdmin;
import static dev.modelyard.auth.Calls.basic;
import static dev.modelyard.auth.Calls.bearer;
import static dev.modelyard.auth.Calls.newClient;
import static dev.modelyard.auth.Calls.problem;
import static dev.modelyard.auth.Calls.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modelyard.auth.Calls.Credentials;
import dev.modelyard.auth.Infrastructure;
import dev.modelyard.auth.key.KeyRotationService;
import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.Rotations;
import dev.modelyard.auth.key.SigningKey;
import dev.modelyard.auth.key.SigningKeyService;
import dev.modelyard.embedded.KafkaBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same resources, but this time their callers are recognised as in every other service: tokens by quarkus-oidc over
 * HTTP, Basic exchanged at the token endpoint, revocations from Kafka. Kafka is away at first.
 */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestProfile(RelyingServiceIT.Relying.class)
class RelyingServiceIT {

    public static final class Relying implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            int port = freePort();
            return Map.of(
                    "quarkus.oidc.enabled",
                    "true",
                    "quarkus.http.test-port",
                    String.valueOf(port),
                    "modelyard.auth-url",
                    "http://127.0.0.1:" + port,
                    "test.kafka-port",
                    String.valueOf(freePort()),
                    "kafka.bootstrap.servers",
                    "127.0.0.1:${test.kafka-port}");
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path kafkaFolder;

    @Inject
    SigningKeyService keys;

    @Inject
    KeyRotationService rotation;

    @Inject
    ProviderConfig config;

    @ConfigProperty(name = "test.kafka-port")
    int kafkaPort;

    @Test
    void ourTokensHoldAndOurRolesDecide() {
        bearer(token(newClient("admin"))).get("/v1/clients").then().statusCode(200);
        problem(bearer(token(newClient("user"))).get("/v1/clients"), 403, "forbidden");
        problem(given().get("/v1/clients"), 401, "unauthenticated");
    }

    @Test
    void basicIsExchangedForAToken() {
        asAdmin().get("/v1/clients").then().statusCode(200);
        problem(basic(newClient("user")).get("/v1/clients"), 403, "forbidden");
        problem(basic(new Credentials("sid_nobody", "x")).get("/v1/clients"), 401, "unauthenticated");
    }

    @Test
    void forgedTokensOfEveryKindAreRefused() throws Exception {
        SigningKey key = keys.signing();

        for (Map.Entry<String, String> forged : TokenForge.forgeries(
                        config.issuer(), Infrastructure.ADMIN, key.kid(), key.privateKey())
                .entrySet()) {
            assertThat(bearer(forged.getValue()).get("/v1/clients").statusCode())
                    .as(forged.getKey())
                    .isEqualTo(401);
        }
    }

    @Test
    void noRequestFailsWhileTheSigningKeyChanges() throws Exception {
        Credentials client = newClient("admin");
        String old = token(client);
        String before = keys.signing().kid();
        rotation.rotate();
        CountDownLatch rounds = new CountDownLatch(8);
        Callable<Set<Integer>> caller = () -> {
            Set<Integer> statuses = new HashSet<>();
            for (int round = 0; round < 12; round++) {
                statuses.add(bearer(old).get("/v1/clients").statusCode());
                statuses.add(bearer(token(client)).get("/v1/clients").statusCode());
                statuses.add(basic(newClient("admin")).get("/v1/clients").statusCode());
                rounds.countDown();
            }
            return statuses;
        };

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Set<Integer>>> running =
                    Stream.generate(() -> callers.submit(caller)).limit(4).toList();
            assertThat(rounds.await(60, TimeUnit.SECONDS)).isTrue();
            Rotations.letTheNextSign(rotation, config);
            for (Future<Set<Integer>> statuses : running) {
                assertThat(statuses.get()).containsOnly(200);
            }
        }

        assertThat(keys.signing().kid()).isNotEqualTo(before);
    }

    @Test
    void revocationsReachTheOtherServicesEvenIfKafkaWasAwayWhenTheyHappened() {
        Credentials client = newClient("admin");
        String token = token(client);
        Credentials old = newClient("admin");
        String oldToken = token(old);
        Credentials fresh = new Credentials(old.id(), addSecret(old).path("secret_key"));
        String freshToken = token(fresh);
        basic(client).get("/v1/clients").then().statusCode(200);
        basic(old).get("/v1/clients").then().statusCode(200);
        String oldName =
                basic(fresh).get("/v1/clients/" + old.id() + "/secrets").path("items[1].id");

        asAdmin().delete("/v1/clients/" + client.id()).then().statusCode(204);
        basic(fresh)
                .delete("/v1/clients/" + old.id() + "/secrets/" + oldName)
                .then()
                .statusCode(204);

        bearer(token).get("/v1/clients").then().statusCode(200);
        try (KafkaBroker broker = broker()) {
            assertThat(broker.bootstrapServers()).endsWith(":" + kafkaPort);
            await().atMost(PATIENCE).untilAsserted(() -> {
                bearer(token).get("/v1/clients").then().statusCode(401);
                bearer(oldToken).get("/v1/clients").then().statusCode(401);
            });
            problem(basic(client).get("/v1/clients"), 401, "unauthenticated");
            problem(basic(old).get("/v1/clients"), 401, "unauthenticated");
            bearer(freshToken).get("/v1/clients").then().statusCode(200);
            basic(fresh).get("/v1/clients").then().statusCode(200);
        }
    }

    @Test
    void aCompromisedKeyIsRetiredAndNobodyWithCredentialsNotices() {
        Credentials client = newClient("admin");
        String token = token(client);
        basic(client).get("/v1/clients").then().statusCode(200);
        String compromised = keys.signing().kid();
        try (KafkaBroker broker = broker()) {
            assertThat(broker.bootstrapServers()).endsWith(":" + kafkaPort);

            asAdmin().post("/v1/signing-keys/" + compromised + "/retire").then().statusCode(200);

            await().atMost(PATIENCE).until(() -> {
                basic(client).get("/v1/clients").then().statusCode(200);
                return bearer(token).get("/v1/clients").statusCode() == 401;
            });
            basic(client).get("/v1/clients").then().statusCode(200);
            bearer(token(client)).get("/v1/clients").then().statusCode(200);
        }
    }

    private static Response addSecret(Credentials client) {
        Response added =
                basic(client).contentType(ContentType.JSON).body("{}").post("/v1/clients/" + client.id() + "/secrets");
        added.then().statusCode(201);
        return added;
    }

    private KafkaBroker broker() {
        return KafkaBroker.start(new KafkaBroker.Settings(
                Optional.of(kafkaFolder), OptionalInt.of(kafkaPort), OptionalInt.empty(), false));
    }
}
