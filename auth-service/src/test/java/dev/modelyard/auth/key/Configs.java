package dev.modelyard.auth.key;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configuration without an application. */
public final class Configs {
    private Configs() {}

    public static ProviderConfig provider(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent("quarkus.http.port", "8081");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(all, "test", 500))
                .withMapping(ProviderConfig.class)
                .build()
                .getConfigMapping(ProviderConfig.class);
    }

    public static Pepper pepper(String pepper) {
        return new Pepper(provider(Map.of("modelyard.pepper", pepper)));
    }
}
