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
import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.SigningKey;
import dev.modelyard.auth.key.SigningKeyService;
import dev.modelyard.embedded.KafkaBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

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

    @Inject
    SigningKeyService keys;

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
    void aRevocationReachesTheOtherServicesEvenIfKafkaWasAwayWhenItHappened() {
        Credentials client = newClient("admin");
        String token = token(client);
        bearer(token).get("/v1/clients").then().statusCode(200);

        asAdmin().delete("/v1/clients/" + client.id()).then().statusCode(204);
        bearer(token).get("/v1/clients").then().statusCode(200);
        try (KafkaBroker broker = KafkaBroker.start(
                new KafkaBroker.Settings(Optional.empty(), OptionalInt.of(kafkaPort), OptionalInt.empty(), false))) {
            assertThat(broker.bootstrapServers()).endsWith(":" + kafkaPort);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> bearer(token).get("/v1/clients").then().statusCode(401));
            problem(basic(client).get("/v1/clients"), 401, "unauthenticated");
        }
    }
}
