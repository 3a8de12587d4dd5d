package dev.modelyard.servicekit.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.modelyard.contracts.wire.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An OpenID provider that knows {@code sid_alice} and {@code sid_root}, both with the key {@code right}. */
public class FakeProvider implements QuarkusTestResourceLifecycleManager {
    static final AtomicInteger EXCHANGES = new AtomicInteger();
    static final AtomicInteger KEY_LOOKS = new AtomicInteger();
    static volatile boolean away;

    /** By id. The last one signs. */
    private static final NavigableMap<String, KeyPair> KEYS = new ConcurrentSkipListMap<>(Map.of("k100", keys()));

    private static volatile String issuer = "";
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", FakeProvider::discovery);
        server.createContext("/jwks", FakeProvider::jwks);
        server.createContext("/token", FakeProvider::token);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        this.server = server;
        return Map.of("modelyard.auth-url", issuer);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    static String tokenOf(String subject, Instant issuedAt) {
        return tokenOf(subject, issuedAt, Map.of());
    }

    static String tokenOf(String subject, Instant issuedAt, Map<String, Object> claims) {
        Map.Entry<String, KeyPair> key = KEYS.lastEntry();
        return Jwt.claims(claims)
                .issuer(issuer)
                .subject(subject)
                .audience("modelyard")
                .groups(Set.of(subject.equals("sid_root") ? "admin" : "user"))
                .issuedAt(issuedAt)
                .expiresAt(issuedAt.plusSeconds(300))
                .jws()
                .keyId(key.getKey())
                .sign(key.getValue().getPrivate());
    }

    static String signingKey() {
        return KEYS.lastKey();
    }

    /** From now on another key signs, which nobody has heard of. */
    static void rotate() {
        KEYS.put("k" + (100 + KEYS.size()), keys());
    }

    private static void discovery(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                Map.of("issuer", issuer, "jwks_uri", issuer + "/jwks", "token_endpoint", issuer + "/token"));
    }

    private static void jwks(HttpExchange exchange) throws IOException {
        KEY_LOOKS.incrementAndGet();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        List<Map<String, String>> keys = new ArrayList<>();
        KEYS.forEach((kid, pair) -> {
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            keys.add(Map.of(
                    "kty",
                    "RSA",
                    "kid",
                    kid,
                    "use",
                    "sig",
                    "alg",
                    "RS256",
                    "n",
                    base64.encodeToString(key.getModulus().toByteArray()),
                    "e",
                    base64.encodeToString(key.getPublicExponent().toByteArray())));
        });
        answer(exchange, 200, Map.of("keys", keys));
    }

    private static void token(HttpExchange exchange) throws IOException {
        EXCHANGES.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        BasicCredentials given = BasicCredentials.parse(
                        exchange.getRequestHeaders().getFirst("Authorization"))
                .orElseThrow();
        if (away) {
            answer(exchange, 500, Map.of());
        } else if (given.secretKey().equals("right")) {
            answer(
                    exchange,
                    200,
                    Map.of(
                            "access_token",
                            tokenOf(given.secretId(), Instant.now()),
                            "token_type",
                            "Bearer",
                            "expires_in",
                            300));
        } else {
            answer(exchange, 401, Map.of("error", "invalid_client"));
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
