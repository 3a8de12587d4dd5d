package dev.modelyard.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderConfigTest {

    @Test
    void hasDefaultsForAllButTheSecrets() {
        ProviderConfig config = Configs.provider(Map.of());

        assertThat(config.issuer()).isEqualTo("http://127.0.0.1:8081");
        assertThat(config.pepper()).isEmpty();
        assertThat(config.adminSecretId()).isEmpty();
        assertThat(config.adminSecretKey()).isEmpty();
        assertThat(config.tokenLife()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.keyRotation()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keyAhead()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void takesTheNamesThatTheLauncherUses() {
        ProviderConfig config = Configs.provider(Map.of(
                "modelyard.auth-url", "https://auth.example",
                "modelyard.pepper", "p",
                "modelyard.admin-secret-id", "sid_root",
                "modelyard.admin-secret-key", "k"));

        assertThat(config.issuer()).isEqualTo("https://auth.example");
        assertThat(config.pepper()).contains("p");
        assertThat(config.adminSecretId()).contains("sid_root");
        assertThat(config.adminSecretKey()).contains("k");
    }
}
