package dev.modelyard.auth;

import dev.modelyard.embedded.SharedInfrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real database and a real broker, and the secrets that an installation starts with. */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
    public static final String PEPPER = "a pepper that is long enough for tests";
    public static final String ADMIN = "sid_admin";
    public static final String ADMIN_KEY = "the key of the first admin";

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers",
                SharedInfrastructure.kafkaBootstrapServers(),
                "quarkus.datasource.jdbc.url",
                SharedInfrastructure.newDatabase(),
                "quarkus.datasource.username",
                "postgres",
                "modelyard.pepper",
                PEPPER,
                "modelyard.admin-secret-id",
                ADMIN,
                "modelyard.admin-secret-key",
                ADMIN_KEY);
    }

    @Override
    public void stop() {}
}
