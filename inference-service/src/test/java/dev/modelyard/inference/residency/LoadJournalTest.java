package dev.modelyard.inference.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoadJournalTest {
    private static final ArtifactReference MODEL = new ArtifactReference("runs/a/artifact", "a".repeat(64));
    private static final ArtifactReference OTHER = new ArtifactReference("runs/b/artifact", "b".repeat(64));

    @TempDir
    Path folder;

    @Test
    void keepsNoNoteOfALoadThatCameToItsEnd() throws Exception {
        for (int i = 0; i < 5; i++) {
            journal().begin(MODEL).close();
        }

        try (Stream<Path> notes = Files.list(folder)) {
            assertThat(notes).isEmpty();
        }
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void takesNoLoadOfItsOwnForOneThatEndedTheProcess() throws Exception {
        LoadJournal journal = journal();
        LoadJournal.Note first = journal.begin(MODEL);
        LoadJournal.Note second = journal.begin(MODEL);
        LoadJournal.Note third = journal.begin(MODEL);

        first.close();
        second.close();
        assertThat(folder.resolve(MODEL.digest())).exists();
        third.close();
        assertThat(folder.resolve(MODEL.digest())).doesNotExist();
    }

    @Test
    void countsOneEndingForManyLoadsThatWentOnThen() throws Exception {
        LoadJournal ended = journal();
        ended.begin(MODEL);
        ended.begin(MODEL);
        ended.begin(MODEL);

        LoadJournal.Note again = journal().begin(MODEL);

        assertThat(folder.resolve(MODEL.digest())).hasContent("2");
        again.close();
    }

    @Test
    void givesUpWhatEndedTheProcessTwiceAndNothingElse() throws Exception {
        journal().begin(MODEL);
        journal().begin(MODEL);

        assertThatThrownBy(() -> journal().begin(MODEL)).isInstanceOfSatisfying(UnloadableException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_CORRUPT);
            assertThat(e.reason()).contains("2 times");
        });
        journal().begin(OTHER).close();
    }

    @Test
    void blamesNoLoadForAnEndThatSomebodyWanted() throws Exception {
        for (int i = 0; i < 3; i++) {
            LoadJournal journal = journal();
            journal.begin(MODEL);
            journal.forgive();
        }

        journal().begin(MODEL).close();
    }

    @Test
    void triesAgainAfterAnHour() throws Exception {
        journal().begin(MODEL);
        journal().begin(MODEL);
        Files.setLastModifiedTime(
                folder.resolve(MODEL.digest()), FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));

        journal().begin(MODEL).close();
    }

    @Test
    void takesAnUnfinishedNoteForAnEnding() throws Exception {
        Files.writeString(folder.resolve(MODEL.digest()), "");

        journal().begin(MODEL);

        assertThatThrownBy(() -> journal().begin(MODEL)).isInstanceOf(UnloadableException.class);
    }

    @Test
    void loadsASuspectWhileNothingElseIsLoaded() throws Exception {
        journal().begin(MODEL);
        LoadJournal journal = journal();
        LoadJournal.Note other = journal.begin(OTHER);
        CompletableFuture<Void> suspect = CompletableFuture.runAsync(() -> use(journal, MODEL));

        assertThatThrownBy(() -> suspect.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        other.close();
        suspect.get(10, TimeUnit.SECONDS);
    }

    private static void use(LoadJournal journal, ArtifactReference artifact) {
        try (LoadJournal.Note note = journal.begin(artifact)) {
            assertThat(note).isNotNull();
        } catch (IOException | UnloadableException e) {
            throw new AssertionError(e);
        }
    }

    private LoadJournal journal() {
        return new LoadJournal(folder, Clock.systemUTC());
    }
}
