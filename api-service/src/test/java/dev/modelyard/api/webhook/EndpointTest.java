package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com/a?b=c%20d,https://hooks.example.com/a?b=c%20d",
        "HTTPS://Hooks.Example.COM,https://hooks.example.com/",
        "https://hooks.example.com:443/x,https://hooks.example.com/x",
        "https://hooks.example.com:/x,https://hooks.example.com/x",
        "http://hooks.example.com:80/x,http://hooks.example.com/x",
        "https://hooks.example.com:8443,https://hooks.example.com:8443/",
        "http://127.0.0.1:8080/a,http://127.0.0.1:8080/a",
        "https://[::1]/a,https://[0:0:0:0:0:0:0:1]/a",
        "https://[2001:DB8::0:1]:99/a,https://[2001:db8:0:0:0:0:0:1]:99/a",
        "https://xn--bcher-kva.example/,https://xn--bcher-kva.example/"
    })
    void anAddressIsWrittenInOneForm(String text, String written) {
        Endpoint endpoint = Endpoint.of(text);

        assertThat(endpoint.uri()).hasToString(written);
        assertThat(Endpoint.of(written)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.com",
                "/a",
                "//hooks.example.com/a",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "https:hooks.example.com",
                "https:///a",
                "https://",
                "https://:443/",
                "https://user@hooks.example.com/",
                "https://user:secret@hooks.example.com/",
                "https://@hooks.example.com/",
                "https://hooks.example.com/#a",
                "https://hooks.example.com/#",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:65536/",
                "https://hooks.example.com:x/",
                "https://hooks.example.com./",
                "https://hooks..example.com/",
                "https://-hooks.example.com/",
                "https://hooks_.example.com/",
                "https://hooks.example.com\\@other.example/",
                "https://hooks.example.com /",
                "https://hooks.example.com/\r\nHost: other",
                "https://hooks.example.com/\u00e4",
                "https://h\u00f6\u00f6ks.example.com/",
                "https://hooks\uff0eexample.com/",
                "https://%68ooks.example.com/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.0.01/",
                "http://127.0.0.1./",
                "http://127.0.0.256/",
                "http://1.2.3.4.5/",
                "http://a.0x1/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "http://[127.0.0.1]/",
                "http://[::1/",
                "http://[]/",
                "http://[hooks.example.com]/"
            })
    void whatIsNoPlainAddressIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(text))
                .extracting(Throwable::getMessage)
                .asString()
                .matches("(must|is not) .*");
    }

    @ParameterizedTest
    @ValueSource(ints = {2049, 100_000})
    void aLongAddressIsRefused(int length) {
        String start = "https://hooks.example.com/";

        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(start + "a".repeat(length - start.length())));
    }

    /** Whatever is accepted is connected to where it was compared: the client takes the same address apart likewise. */
    @Property(tries = 3000)
    void theClientSeesTheHostThatIsCompared(@ForAll("addresses") String text) {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.of(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        URI uri = endpoint.uri();

        assertThat(uri.getHost()).isEqualTo(endpoint.host().text());
        assertThat(uri.getPort() < 0 ? Endpoint.defaultPort(endpoint.secure()) : uri.getPort())
                .isEqualTo(endpoint.port());
        assertThat(uri.getScheme()).isEqualTo(endpoint.secure() ? "https" : "http");
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        assertThat(Endpoint.of(uri.toString())).isEqualTo(endpoint);
    }

    @Property(tries = 3000)
    void anyTextIsReadOrRefusedInWords(@ForAll String text) {
        assertThatCode(() -> {
                    try {
                        Endpoint.of("https://" + text);
                    } catch (IllegalArgumentException e) {
                        assertThat(e.getMessage()).isNotBlank();
                    }
                })
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> schemes = Arbitraries.of("http://", "https://", "HTTP://", "https:", "https:/", "http:\\\\");
        Arbitrary<String> hosts = Arbitraries.of(
                "a.example",
                "A.Example",
                "127.0.0.1",
                "[::1]",
                "[::FFFF:1.2.3.4]",
                "0x7f.1",
                "1",
                "x@a.example",
                "a.example.");
        Arbitrary<String> rests =
                Arbitraries.strings().withChars("/:@#?[]%.\\aA0189").ofMaxLength(8);
        return Combinators.combine(schemes, hosts, rests).as((scheme, host, rest) -> scheme + host + rest);
    }
}
