package dev.modelyard.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentConfigTest {
    @Test
    void defaults() {
        DeploymentConfig config = config(Map.of());

        assertThat(config.replicaTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.republishEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.forgetReplicaAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.startDeadline()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void everyKeyCanBeSet() {
        DeploymentConfig config = config(Map.of(
                "modelyard.deployment.replica-timeout", "1s",
                "modelyard.deployment.republish-every", "2s",
                "modelyard.deployment.forget-replica-after", "3s",
                "modelyard.deployment.start-deadline", "4s"));

        assertThat(config.replicaTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.republishEvery()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.forgetReplicaAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.startDeadline()).isEqualTo(Duration.ofSeconds(4));
    }

    private static DeploymentConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(DeploymentConfig.class)
                .build()
                .getConfigMapping(DeploymentConfig.class);
    }
}
