package dev.modelyard.api.webhook;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configuration without an application. */
final class Configs {
    static final String KEY = "k".repeat(32);

    private Configs() {}

    static WebhookConfig webhooks(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(WebhookConfig.class)
                .build()
                .getConfigMapping(WebhookConfig.class);
    }

    static WebhookConfig withKey() {
        return webhooks(Map.of("modelyard.webhooks.key", KEY));
    }

    static AllowedHosts allowing(String hosts) {
        return new AllowedHosts(webhooks(Map.of("modelyard.webhooks.allowed-hosts", hosts)));
    }
}
