package dev.modelyard.inference;

import dev.modelyard.embedded.SharedInfrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/**
 * A real broker, a store in a folder, and the key of a token issuer. One deployment and one unreadable record stand in the topic
 * before the service begins.
 */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
    /** The model that was started before the service was. */
    public static final String STARTED_BEFORE = "test.started-before";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("modelyard-inference-test");
            Path store = Files.createDirectories(folder.resolve("store"));
            String kafka = SharedInfrastructure.kafkaBootstrapServers();
            KeyPair keys = keys();
            return Map.of(
                    "kafka.bootstrap.servers",
                    kafka,
                    "modelyard.store",
                    store.toUri().toString(),
                    "modelyard.data",
                    folder.resolve("work").toString(),
                    "quarkus.oidc.auth-server-url",
                    "",
                    "quarkus.oidc.public-key",
                    Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                    "smallrye.jwt.sign.key",
                    Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()),
                    STARTED_BEFORE,
                    Before.deployed(kafka, store.toUri()).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The broker stops with the JVM.
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
