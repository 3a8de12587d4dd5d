package dev.modelyard.servicekit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TryLimitTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    private final TryLimit limit = new TryLimit(
            config(Map.of(
                    "modelyard.tries.per-client-and-address", "3",
                    "modelyard.tries.per-address", "6",
                    "modelyard.tries.per-client", "5",
                    "modelyard.tries.period", "1m")),
            nanos::get);

    @Test
    void hasDefaults() {
        TryConfig config = config(Map.of());

        assertThat(config.perClientAndAddress()).isEqualTo(10);
        assertThat(config.perAddress()).isEqualTo(200);
        assertThat(config.perClient()).isEqualTo(100);
        assertThat(config.period()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void triesComeBackOneAfterTheOther() {
        assertThat(IntStream.range(0, 3).mapToObj(_ -> limit.failed("sid_a", "10.0.0.1")))
                .allMatch(wait -> wait.isEmpty());
        assertThat(limit.failed("sid_a", "10.0.0.1")).contains(Duration.ofSeconds(20));

        nanos.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(limit.failed("sid_a", "10.0.0.1")).isEmpty();
        assertThat(limit.failed("sid_a", "10.0.0.1")).isPresent();
    }

    @Test
    void oneAddressHasSoManyTriesWhateverTheClient() {
        assertThat(IntStream.range(0, 6).mapToObj(i -> limit.failed("sid_" + i, "10.0.0.1")))
                .allMatch(wait -> wait.isEmpty());

        assertThat(limit.failed("sid_6", "10.0.0.1")).isPresent();
        assertThat(limit.failed("sid_7", "10.0.0.2")).isEmpty();
    }

    @Test
    void oneClientHasSoManyTriesWhereverTheyComeFrom() {
        assertThat(IntStream.range(0, 5).mapToObj(i -> limit.failed("sid_a", "10.0.0." + i)))
                .allMatch(wait -> wait.isEmpty());

        assertThat(limit.failed("sid_a", "10.0.0.6")).isPresent();
        assertThat(limit.failed("sid_b", "10.0.0.6")).isEmpty();
    }

    @Test
    void madeUpNamesNeitherTakeMemoryNorGiveTriesBack() {
        TryCounts counts = new TryCounts(2, Duration.ofMinutes(1), nanos::get);
        assertThat(counts.count("guessed")).isZero();
        assertThat(counts.count("guessed")).isZero();

        IntStream.range(0, 300_000).forEach(i -> counts.count("made up " + i));

        assertThat(counts.count("guessed")).isPositive();
    }

    private static TryConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(TryConfig.class)
                .build()
                .getConfigMapping(TryConfig.class);
    }
}
