package dev.modelyard.api;

import dev.modelyard.embedded.SharedInfrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A real database, a real broker, a store in a new folder and a key that signs callers' tokens for the service under test; use with
 * {@code @QuarkusTestResource(Infrastructure.class)}.
 */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
    private static final String ENCODER = """
            {"model_type": "bert", "vocab_size": 100, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 32, "max_position_embeddings": 64, "type_vocab_size": 2}
            """;

    @Override
    public Map<String, String> start() {
        KeyPair keys = keys();
        Path folder = folder();
        return Map.of(
                "kafka.bootstrap.servers", SharedInfrastructure.kafkaBootstrapServers(),
                "quarkus.datasource.jdbc.url", SharedInfrastructure.newDatabase(),
                "quarkus.datasource.username", "postgres",
                "quarkus.oidc.auth-server-url", "",
                "quarkus.oidc.public-key", base64(keys.getPublic().getEncoded()),
                "smallrye.jwt.sign.key", pem(keys),
                "modelyard.store", folder.resolve("store").toUri().toString(),
                "modelyard.backbones", folder.resolve("backbones").toString(),
                "modelyard.import-roots", folder.resolve("imports").toString());
    }

    @Override
    public void stop() {
        // both servers stop with the JVM
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("modelyard-api-test");
            Files.createDirectory(folder.resolve("imports"));
            Path backbones = Files.createDirectory(folder.resolve("backbones"));
            Files.writeString(
                    Files.createDirectory(backbones.resolve("small-bert")).resolve("config.json"), ENCODER);
            Files.writeString(Files.createDirectory(backbones.resolve("parrot")).resolve("config.json"), "{}");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n" + base64(keys.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----";
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }
}
