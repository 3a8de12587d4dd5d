package dev.modelyard.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.id.RunId;
import dev.modelyard.trainer.intake.TestWorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondWorkerIsRefusedAndRemovesNothing() throws IOException {
        Scratch first = new Scratch(new TestWorkerConfig(folder));
        first.open();
        Path file = Files.writeString(first.create(RunId.fresh()).resolve("part"), "in use");

        assertThatThrownBy(() -> new Scratch(new TestWorkerConfig(folder)).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString());

        assertThat(file).hasContent("in use");
        first.close();
    }

    @Test
    void whoComesAfterRemovesWhatWasLeft() throws IOException {
        Scratch first = new Scratch(new TestWorkerConfig(folder));
        first.open();
        Path file = Files.writeString(first.create(RunId.fresh()).resolve("part"), "left");
        first.close();

        Scratch second = new Scratch(new TestWorkerConfig(folder));
        second.open();

        assertThat(file).doesNotExist();
        second.close();
    }
}
