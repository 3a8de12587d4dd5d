package dev.modelyard.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.auth.key.Configs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TryLimitTest {
    private final TryLimit limit = new TryLimit(Configs.provider(Map.of(
            "modelyard.provider.tries-per-client", "3",
            "modelyard.provider.tries-per-address", "5",
            "modelyard.provider.tries-period", "1h")));

    @Test
    void stopsOneClientAtOneAddressOnly() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.wait("10.0.0.1", "sid_a")).isEmpty();
            assertThat(limit.failed("10.0.0.1", "sid_a")).isEmpty();
        }

        assertThat(limit.wait("10.0.0.1", "sid_a"))
                .hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(limit.wait("10.0.0.1", "sid_b")).isEmpty();
        assertThat(limit.wait("10.0.0.2", "sid_a")).isEmpty();
    }

    @Test
    void deniesAnswersToAnAddressThatGuessesManyClients() {
        for (int i = 0; i < 5; i++) {
            assertThat(limit.failed("10.0.0.3", "sid_" + i)).isEmpty();
        }

        assertThat(limit.failed("10.0.0.3", "sid_5")).isPresent();
        assertThat(limit.failed("10.0.0.4", "sid_5")).isEmpty();
    }
}
