package dev.modelyard.api;

import dev.modelyard.embedded.SharedInfrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real database and a real broker for the service under test; use with {@code @QuarkusTestResource(Infrastructure.class)}. */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers", SharedInfrastructure.kafkaBootstrapServers(),
                "quarkus.datasource.jdbc.url", SharedInfrastructure.newDatabase(),
                "quarkus.datasource.username", "postgres");
    }

    @Override
    public void stop() {
        // both stop with the JVM
    }
}
