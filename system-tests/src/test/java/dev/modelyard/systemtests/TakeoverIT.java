package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How long a training whose worker was killed waits for the next, with the settings that everybody has. */
@EnabledIfSystemProperty(named = "nightly", matches = ".*", disabledReason = "./modelyard test --nightly")
class TakeoverIT {
    private static final int REPETITIONS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Path SUMMARY = Path.of("target/nightly-takeover.md");

    @Test
    void anotherWorkerTakesOverWithinTwentySeconds() throws IOException {
        Seed seed = Seed.drawn();
        Random random = seed.random();
        List<Duration> waits = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of("| takeover s |", "|---|"));
        Files.createDirectories(SUMMARY.getParent());
        try (Installation installation = Installation.empty()) {
            installation.up(2);
            LongTraining training = LongTraining.of(installation);
            for (int i = 0; i < REPETITIONS; i++) {
                Duration wait = takeover(installation, training, random, seed);
                waits.add(wait);
                lines.add("| %d.%03d |".formatted(wait.toSeconds(), wait.toMillisPart()));
                System.out.println(lines.getLast());
                Files.write(SUMMARY, lines);
            }
        }
        assertThat(waits).as("%s", seed).allMatch(wait -> wait.compareTo(LONGEST) < 0);
    }

    private static Duration takeover(Installation installation, LongTraining training, Random random, Seed seed) {
        Caller caller = Caller.admin(installation);
        LongTraining.Begun begun = training.begin(random);
        String process =
                installation.processOf(caller.job(begun.job()).path("worker").asText());

        Instant killed = Instant.now();
        installation.kill(process);

        JsonNode ended = training.requireSameEnd(begun, seed.toString());
        assertThat(ended.path("attempt").asInt()).as("%s", seed).isEqualTo(2);
        return Duration.between(
                killed, installation.ledger().starts(begun.job()).getLast());
    }
}
