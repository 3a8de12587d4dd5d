package dev.modelyard.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.ProcessRecords;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
    @TempDir
    private Path temporary;

    @Test
    void isAliveWhileThatVeryProcessRuns() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid(), "600").orElseThrow();
        DataFolder folder = new DataFolder(temporary);
        new ProcessRecords(folder).put("sleeper", identity);

        assertThat(identity.isAlive()).isTrue();
        assertThat(new ProcessRecords(folder).alive()).containsOnlyKeys("sleeper");

        process.destroyForcibly().waitFor();

        assertThat(identity.isAlive()).isFalse();
        assertThat(new ProcessRecords(folder).alive()).isEmpty();
    }

    @Test
    void isNotTheProcessThatGotItsIdLater() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessIdentity identity = ProcessIdentity.of(process.pid(), "600").orElseThrow();

            assertThat(new ProcessIdentity(identity.pid(), identity.boot(), identity.startTicks() - 1, "600").isAlive())
                    .isFalse();
            assertThat(new ProcessIdentity(identity.pid(), "another boot", identity.startTicks(), "600").isAlive())
                    .isFalse();
            assertThat(new ProcessIdentity(identity.pid(), identity.boot(), identity.startTicks(), "601").isAlive())
                    .isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void tellsTheProcessorTimeOfAProcessUntilItEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        assertThat(ProcessIdentity.processorTime(process.pid()))
                .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofSeconds(10)));
        assertThat(ProcessIdentity.processorTime(ProcessHandle.current().pid()))
                .hasValueSatisfying(time -> assertThat(time).isPositive());

        process.destroyForcibly().waitFor();

        assertThat(ProcessIdentity.processorTime(process.pid())).isEmpty();
    }
}
