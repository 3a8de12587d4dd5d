package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookConfigTest {
    @Test
    void sendsNothingAnywhereUnlessSet() {
        WebhookConfig config = Configs.webhooks(Map.of());

        assertThat(config.key()).isEmpty();
        assertThat(config.allowedHosts()).isEmpty();
        assertThat(config.perOwner()).isEqualTo(20);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.concurrency()).isEqualTo(32);
        assertThat(config.concurrencyPerHost()).isEqualTo(4);
        assertThat(config.longestRetryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.rotationGrace()).isEqualTo(Duration.ofHours(24));
        assertThat(config.kept()).isEqualTo(Duration.ofDays(7));
        assertThat(config.every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.sweepEvery()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void retriesForAboutADayWithinTheTimeThatDeliveriesAreKept() {
        WebhookConfig config = Configs.webhooks(Map.of());

        Duration all = config.retries().stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(all).isBetween(Duration.ofHours(23), Duration.ofHours(25)).isLessThan(config.kept());
    }

    @Test
    void everyKeyCanBeSet() {
        WebhookConfig config = Configs.webhooks(Map.ofEntries(
                Map.entry("modelyard.webhooks.key", Configs.KEY),
                Map.entry("modelyard.webhooks.allowed-hosts", "a.example,*.b.example"),
                Map.entry("modelyard.webhooks.per-owner", "1"),
                Map.entry("modelyard.webhooks.connect-timeout", "1s"),
                Map.entry("modelyard.webhooks.timeout", "2s"),
                Map.entry("modelyard.webhooks.concurrency", "3"),
                Map.entry("modelyard.webhooks.concurrency-per-host", "2"),
                Map.entry("modelyard.webhooks.retries", "1s,2m"),
                Map.entry("modelyard.webhooks.longest-retry-after", "4s"),
                Map.entry("modelyard.webhooks.rotation-grace", "5s"),
                Map.entry("modelyard.webhooks.kept", "6s"),
                Map.entry("modelyard.webhooks.every", "7s"),
                Map.entry("modelyard.webhooks.sweep-every", "8s")));

        assertThat(config.key()).contains(Configs.KEY);
        assertThat(config.allowedHosts()).contains(List.of("a.example", "*.b.example"));
        assertThat(config.perOwner()).isEqualTo(1);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.concurrency()).isEqualTo(3);
        assertThat(config.concurrencyPerHost()).isEqualTo(2);
        assertThat(config.retries()).containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(2));
        assertThat(config.longestRetryAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.rotationGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.kept()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.every()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.sweepEvery()).isEqualTo(Duration.ofSeconds(8));
    }
}
