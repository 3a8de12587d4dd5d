package dev.modelyard.artifactstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends ArtifactStoreContract {
    @TempDir
    Path folder;

    private FolderStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = new FolderStore(folder.resolve("store"));
    }

    @Override
    ArtifactStore store() {
        return store;
    }

    @Test
    void leavesNoEmptyFoldersAndNoPartialFilesBehind() throws IOException {
        put("runs/1/a/b/c", "x");
        put("runs/2/a", "x");
        store.delete("runs/2/a");
        store.deleteAll("runs/1");

        try (Stream<Path> left = Files.walk(folder.resolve("store"))) {
            assertThat(left.map(path -> folder.relativize(path).toString()))
                    .containsExactlyInAnyOrder("store", "store/objects", "store/incoming");
        }
    }

    @Test
    void whatIsAwayIsNotEmptyAndIsNotMadeAgain() throws IOException {
        put("a/b", "content");
        Path place = folder.resolve("store");
        Path elsewhere = folder.resolve("elsewhere");

        Files.move(place, elsewhere);

        assertIsAway(() -> store.put("a/c", InputStream.nullInputStream()));
        assertIsAway(() -> store.copy("a/b", "a/c"));
        assertIsAway(() -> store.open("a/b"));
        assertIsAway(() -> store.size("a/b"));
        assertIsAway(() -> store.modified("a/b"));
        assertIsAway(() -> store.list(""));
        assertIsAway(() -> store.list("a"));
        assertIsAway(() -> store.folders("a", Optional.empty(), 1));
        assertIsAway(() -> {
            store.delete("a/b");
        });
        assertIsAway(() -> {
            store.deleteAll("a");
        });
        assertThat(place).doesNotExist();
        Files.move(elsewhere, place);
        assertThat(store.size("a/b")).hasValue(7L);
    }

    @Test
    void whatGoesAwayWhileSomethingIsPutIsNotMadeAgain() throws IOException {
        Path place = folder.resolve("store");
        Path elsewhere = folder.resolve("elsewhere");
        InputStream content = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int read = super.read(to, offset, length);
                if (read < 0) {
                    Files.move(place, elsewhere);
                }
                return read;
            }
        };

        assertIsAway(() -> store.put("a/b/c", content));

        assertThat(place).doesNotExist();
        Files.move(elsewhere, place);
        put("a/b/c", "content");
        assertThat(store.list("")).containsExactly("a/b/c");
    }

    private static void assertIsAway(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void isTheLocalFileOfItsObjects() throws IOException {
        put("a/b", "content");

        assertThat(store.localFile("a/b"))
                .hasValueSatisfying(file -> assertThat(file).hasContent("content"));
    }

    @Test
    void doesNotReadThroughLinks() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("store/objects/link"), secret);

        assertThatThrownBy(() -> store.open("link")).isInstanceOf(NoSuchFileException.class);
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void removesWhatADeadWriterLeftADayAgo() throws IOException {
        Path old = Files.writeString(folder.resolve("store/incoming/old"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path fresh = Files.writeString(folder.resolve("store/incoming/fresh"), "half");

        new FolderStore(folder.resolve("store")).close();

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void putsWhileOthersDeleteTheFolderUnderneath() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> work = IntStream.range(0, 400)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        if (i % 2 == 0) {
                            put("shared/folder/" + i, "x");
                        } else {
                            store.deleteAll("shared");
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        put("shared/folder/last", "x");
        assertThat(store.list("shared")).contains("shared/folder/last");
    }

    @Property(tries = 2000)
    void noKeyNamesAnythingOutside(@ForAll String text, @ForAll("hostile") String hostile) {
        Path root = Path.of("/store/objects");
        for (String key : List.of(text, hostile, text + "/" + hostile)) {
            try {
                Path file = root.resolve(Keys.require(key)).normalize();
                assertThat(file).startsWithRaw(root).isNotEqualTo(root);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("not a key").hasNoCause();
            }
        }
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of("..", ".", "/", "a", "", "\\", "c:", "//", "../", "~", "%2e%2e")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
