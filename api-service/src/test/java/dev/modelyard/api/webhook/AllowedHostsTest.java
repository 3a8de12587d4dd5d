package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    @ParameterizedTest
    @CsvSource({
        "hooks.example.com,https://hooks.example.com/a",
        "Hooks.Example.com,https://hooks.example.com/a",
        "https://hooks.example.com,https://hooks.example.com/a",
        "hooks.example.com:8443,https://hooks.example.com:8443/",
        "hooks.example.com:*,https://hooks.example.com:8443/",
        "hooks.example.com:*,https://hooks.example.com/",
        "*.example.com,https://hooks.example.com/",
        "*.example.com,https://a.b.example.com/",
        "*.example.com:8443,https://a.example.com:8443/",
        "http://hooks.example.com,http://hooks.example.com/",
        "http://hooks.example.com:8080,http://hooks.example.com:8080/",
        "http://*.example.com:*,http://hooks.example.com:8080/",
        "http://127.0.0.1:*,http://127.0.0.1:8080/",
        "[::1]:8443,https://[0:0::1]:8443/",
        "[::1],https://[::1]/"
    })
    void whatAnEntrySaysIsAllowed(String entry, String url) {
        assertThat(Configs.allowing(entry).allow(Endpoint.of(url))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "hooks.example.com,http://hooks.example.com/",
        "hooks.example.com,https://hooks.example.com:8443/",
        "hooks.example.com,https://example.com/",
        "hooks.example.com,https://a.hooks.example.com/",
        "hooks.example.com,https://hooks.example.com.evil.example/",
        "hooks.example.com,https://evil.example/hooks.example.com",
        "hooks.example.com,https://evil.example/?hooks.example.com",
        "hooks.example.com:8443,https://hooks.example.com/",
        "hooks.example.com:*,http://hooks.example.com/",
        "*.example.com,https://example.com/",
        "*.example.com,https://evilexample.com/",
        "*.example.com,https://hooks.example.com:8443/",
        "*.example.com,https://example.com.evil.example/",
        "http://hooks.example.com,https://hooks.example.com/",
        "http://127.0.0.1:*,http://127.0.0.2:8080/",
        "127.0.0.1:*,https://localhost/",
        "127.0.0.1:*,https://[::1]/",
        "127.0.0.1:*,https://[::127.0.0.1]/",
        "xn--bcher-kva.example,https://bucher.example/"
    })
    void nothingElseIs(String entry, String url) {
        assertThat(Configs.allowing(entry).allow(Endpoint.of(url))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                "*:443",
                "a b",
                "a.example/path",
                "user@a.example",
                "a.example:",
                "a.example:0",
                "a.example:65536",
                "a.example:1:2",
                "ftp://a.example",
                "*.127.0.0.1",
                "*.[::1]",
                "a.*.example",
                "127.1",
                "0x7f000001",
                "[::ffff:127.0.0.1]"
            })
    void anEntryOfAnotherFormStopsTheStart(String entry) {
        assertThatThrownBy(() -> Configs.allowing(entry))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MODELYARD_WEBHOOKS_ALLOWED_HOSTS")
                .hasMessageContaining(entry);
    }

    @Test
    void unlessSetNothingIsAllowedAndTheRefusalTellsNoSetting() {
        AllowedHosts none = new AllowedHosts(Configs.webhooks(Map.of()));
        AllowedHosts one = Configs.allowing("internal.example");

        assertThat(none.allow(Endpoint.of("https://hooks.example.com/"))).isFalse();
        assertThatThrownBy(() -> one.require(Endpoint.of("https://hooks.example.com/")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(ErrorCode.HOST_NOT_ALLOWED))
                .hasMessageNotContaining("internal");
    }

    @Test
    void everyEntryOfAListCounts() {
        AllowedHosts hosts = Configs.allowing("a.example, http://b.example:8080 ,*.c.example");

        assertThat(hosts.allow(Endpoint.of("https://a.example/"))).isTrue();
        assertThat(hosts.allow(Endpoint.of("http://b.example:8080/"))).isTrue();
        assertThat(hosts.allow(Endpoint.of("https://x.c.example/"))).isTrue();
        assertThat(hosts.allow(Endpoint.of("https://b.example:8080/"))).isFalse();
    }
}
