package dev.modelyard.trainer.intake;

import dev.modelyard.trainer.WorkerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A worker of the test's own, with one short slot. */
public record TestWorkerConfig(Path data) implements WorkerConfig {
    @Override
    public int devices() {
        return 0;
    }

    @Override
    public Optional<Integer> threads() {
        return Optional.of(1);
    }

    @Override
    public int shortSlots() {
        return 1;
    }

    @Override
    public boolean training() {
        return false;
    }

    @Override
    public Optional<Long> memoryMib() {
        return Optional.empty();
    }

    @Override
    public Optional<String> host() {
        return Optional.of("test");
    }

    @Override
    public Optional<Path> backbones() {
        return Optional.empty();
    }

    @Override
    public URI store() {
        return data.resolve("store").toUri();
    }

    @Override
    public Duration handBackTimeout() {
        return Duration.ofSeconds(5);
    }
}
