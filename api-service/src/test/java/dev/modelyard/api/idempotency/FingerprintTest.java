package dev.modelyard.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Fingerprint ONE = Fingerprint.of("POST", "/v1/jobs?a=b", Map.of("c", 1));

    @Test
    void theSameRequestHasTheSame() {
        assertThat(Fingerprint.of("POST", "/v1/jobs?a=b", Map.of("c", 1))).isEqualTo(ONE);
    }

    @Test
    void anyOtherPartMakesAnother() {
        assertThat(List.of(
                        Fingerprint.of("PUT", "/v1/jobs?a=b", Map.of("c", 1)),
                        Fingerprint.of("POST", "/v1/jobs", Map.of("c", 1)),
                        Fingerprint.of("POST", "/v1/jobs?a=b", Map.of("c", 2)),
                        Fingerprint.of("POST", "/v1/jobs", Map.of("?a=b", Map.of("c", 1)))))
                .doesNotHaveDuplicates()
                .doesNotContain(ONE);
    }
}
