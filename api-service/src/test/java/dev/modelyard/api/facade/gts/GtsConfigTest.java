package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GtsConfigTest {
    @Test
    void letsNobodyInWithoutCredentialsUnlessSet() {
        GtsConfig config = config(Map.of());

        assertThat(config.anonymousAs()).isEmpty();
        assertThat(config.anonymousKey()).isEmpty();
        assertThat(config.qiankundingNetwork()).isEmpty();
        assertThat(config.bagualuNetwork()).isEmpty();
        assertThat(config.largestUpload().asLongValue()).isEqualTo(10L << 30);
        assertThat(config.unfinishedUpload()).isEqualTo(Duration.ofHours(24));
        assertThat(config.longestLine().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.followEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(new GtsAnonymous(config).of("/api/train")).isEmpty();
    }

    @Test
    void everyKeyCanBeSet() {
        GtsConfig config = config(Map.of(
                "modelyard.facade.gts.anonymous-as", "sid_a",
                "modelyard.facade.gts.anonymous-key", "secret",
                "modelyard.facade.gts.qiankunding-network", "bert",
                "modelyard.facade.gts.bagualu-network", "ernie",
                "modelyard.facade.gts.largest-upload", "1M",
                "modelyard.facade.gts.unfinished-upload", "1h",
                "modelyard.facade.gts.longest-line", "2K",
                "modelyard.facade.gts.follow-every", "1s"));

        assertThat(config.qiankundingNetwork()).contains("bert");
        assertThat(config.bagualuNetwork()).contains("ernie");
        assertThat(config.largestUpload().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.unfinishedUpload()).isEqualTo(Duration.ofHours(1));
        assertThat(config.longestLine().asLongValue()).isEqualTo(2048);
        assertThat(config.followEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new GtsAnonymous(config).of("/api/train/")).hasValueSatisfying(principal -> {
            assertThat(principal.owner().value()).isEqualTo("sid_a");
            assertThat(principal.secretKey()).contains("secret");
            assertThat(principal).hasToString("Principal[sid_a]");
        });
        assertThat(new GtsAnonymous(config).of("/v1/models")).isEmpty();
    }

    private static GtsConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(GtsConfig.class)
                .build()
                .getConfigMapping(GtsConfig.class);
    }
}
