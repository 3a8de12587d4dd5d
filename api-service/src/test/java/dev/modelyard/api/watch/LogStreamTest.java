package dev.modelyard.api.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.job.JobHistoryService.Runs;
import dev.modelyard.contracts.id.RunId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogStreamTest {
    private static final RunId FIRST = RunId.fresh();
    private static final RunId SECOND = RunId.fresh();
    private static final Map<RunId, List<String>> LOG =
            Map.of(FIRST, List.of("one\n", "two\n"), SECOND, List.of("three\n"));

    private record Config(Duration every, Duration quiet, Duration logEvery, int streams, int streamsOfOwner)
            implements WatchConfig {}

    @Test
    void nothingIsLeftOutThoughTheStoreIsAwayForAWhile() {
        AtomicInteger asked = new AtomicInteger();

        String written = follow(0, (run, number) -> {
            if (asked.incrementAndGet() % 2 == 0) {
                throw new IOException("away");
            }
            return chunk(run, number);
        });

        assertThat(written).isEqualTo("one\ntwo\nthree\n");
        assertThat(asked.get()).isGreaterThan(5);
    }

    @Test
    void anOffsetMayLieInAnyChunk() {
        assertThat(follow(2, LogStreamTest::chunk)).isEqualTo("e\ntwo\nthree\n");
        assertThat(follow(9, LogStreamTest::chunk)).isEqualTo("hree\n");
        assertThat(follow(99, LogStreamTest::chunk)).isEmpty();
    }

    private static String follow(long offset, LogStream.Chunks chunks) {
        Config config = new Config(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(1), 1, 1);
        Runs ended = new Runs(true, List.of(FIRST, SECOND));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogStream(new Watcher(_ -> {}), config, () -> true, () -> ended, chunks, offset).write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Optional<InputStream> chunk(RunId run, int number) {
        return LOG.getOrDefault(run, List.of()).stream()
                .skip(number)
                .findFirst()
                .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
