package dev.modelyard.artifactstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do; each has a test class that runs this on it. */
abstract class ArtifactStoreContract {
    /** An empty store. */
    abstract ArtifactStore store();

    @Test
    void givesBackWhatWasPut() throws IOException {
        ArtifactStore.StoredObject stored = put("runs/run_1/artifact/model.json", "content");

        assertThat(stored.size()).isEqualTo(7);
        assertThat(stored.sha256()).isEqualTo("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
        assertThat(text("runs/run_1/artifact/model.json", 0)).isEqualTo("content");
        assertThat(store().size("runs/run_1/artifact/model.json")).contains(7L);
    }

    @Test
    void listsWhileOthersPutAndDelete() throws Exception {
        ArtifactStore store = store();
        put("runs/stays/a", "a");
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> changing = others.submit(() -> {
                while (!done.get()) {
                    store.put("runs/goes/b/c", new ByteArrayInputStream(new byte[1]));
                    store.put("runs/goes/d", new ByteArrayInputStream(new byte[1]));
                    store.deleteAll("runs/goes");
                }
                return null;
            });
            try {
                for (int i = 0; i < 100; i++) {
                    assertThat(store.list("runs")).contains("runs/stays/a");
                }
            } finally {
                done.set(true);
            }
            changing.get();
        }
    }

    @Test
    void keepsEmptyObjects() throws IOException {
        put("empty", "");

        assertThat(text("empty", 0)).isEmpty();
        assertThat(store().size("empty")).contains(0L);
    }

    @Test
    void opensFromAnOffsetUpToAndPastTheEnd() throws IOException {
        put("a", "0123456789");

        assertThat(text("a", 3)).isEqualTo("3456789");
        assertThat(text("a", 10)).isEmpty();
        assertThat(text("a", 11)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store().open("a", -1));
    }

    @Test
    void replacesAnObjectWholly() throws IOException {
        put("a", "a long first content");
        put("a", "second");

        assertThat(text("a", 0)).isEqualTo("second");
    }

    @Test
    void saysThatAnObjectIsNotThere() throws IOException {
        put("folder/a", "x");

        assertThatThrownBy(() -> store().open("b")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().open("folder")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().copy("b", "c")).isInstanceOf(NoSuchFileException.class);
        assertThat(store().size("b")).isEmpty();
        assertThat(store().size("folder")).isEmpty();
        assertThat(store().size("folder/a/b")).isEmpty();
        store().delete("b");
    }

    @Test
    void listsWholeSegmentsOnlyAndSorted() throws IOException {
        put("runs/1/b", "x");
        put("runs/1/a/z", "x");
        put("runs/10/a", "x");
        put("other", "x");

        assertThat(store().list("runs/1")).containsExactly("runs/1/a/z", "runs/1/b");
        assertThat(store().list("runs")).containsExactly("runs/1/a/z", "runs/1/b", "runs/10/a");
        assertThat(store().list("")).containsExactly("other", "runs/1/a/z", "runs/1/b", "runs/10/a");
        assertThat(store().list("nothing")).isEmpty();
        assertThat(store().list("other")).isEmpty();
    }

    @Test
    void listsFoldersPageByPage() throws IOException {
        put("runs/a/1", "x");
        put("runs/a/2/3", "x");
        put("runs/a-1/1", "x");
        put("runs/a0/1", "x");
        put("runs/b/1", "x");
        put("runs/c", "x");
        put("other/d/1", "x");

        assertThat(store().folders("runs", Optional.empty(), 10)).containsExactly("a-1", "a", "a0", "b");
        assertThat(store().folders("runs", Optional.empty(), 2)).containsExactly("a-1", "a");
        assertThat(store().folders("runs", Optional.of("a"), 2)).containsExactly("a0", "b");
        assertThat(store().folders("runs", Optional.of("b"), 2)).isEmpty();
        assertThat(store().folders("runs", Optional.of("ab"), 2)).containsExactly("b");
        assertThat(store().folders("nothing", Optional.empty(), 2)).isEmpty();
    }

    @Test
    void knowsWhenAnObjectWasPut() throws IOException {
        put("runs/a", "x");

        // Stores keep whole seconds, and their clock may be a little off.
        assertThat(store().modified("runs/a").orElseThrow())
                .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(300));
        assertThat(store().modified("runs")).isEmpty();
        assertThat(store().modified("runs/b")).isEmpty();
    }

    @Test
    void deletesOneObjectOrAllBelowAPrefix() throws IOException {
        put("runs/1/a", "x");
        put("runs/1/b/c", "x");
        put("runs/10/a", "x");

        store().delete("runs/1/a");
        assertThat(store().list("runs")).containsExactly("runs/1/b/c", "runs/10/a");

        store().deleteAll("runs/1");
        store().deleteAll("runs/1");
        assertThat(store().list("")).containsExactly("runs/10/a");
    }

    @Test
    void neverDeletesEverythingByAnEmptyPrefix() throws IOException {
        put("a", "x");

        assertThatIllegalArgumentException().isThrownBy(() -> store().deleteAll(""));
        assertThat(store().list("")).containsExactly("a");
    }

    @Test
    void copiesStayIndependent() throws IOException {
        put("a", "first");
        store().copy("a", "copies/b");

        put("a", "second");
        assertThat(text("copies/b", 0)).isEqualTo("first");

        store().delete("a");
        assertThat(text("copies/b", 0)).isEqualTo("first");
    }

    @Test
    void showsNothingOfContentThatBreaksOff() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> store().put("broken", breakingOff()))
                .withMessageContaining("broke off");
        assertThat(store().size("broken")).isEmpty();
        assertThat(store().list("")).isEmpty();
    }

    @Test
    void streamsObjectsOfSeveralParts() throws IOException {
        byte[] content = new byte[(33 << 20) + 17];
        new Random(7).nextBytes(content);

        ArtifactStore.StoredObject stored = store().put("large", new ByteArrayInputStream(content));

        assertThat(stored.size()).isEqualTo(content.length);
        assertThat(stored.sha256()).isEqualTo(Sha256.of(content));
        try (InputStream read = store().open("large")) {
            assertThat(Sha256.of(read.readAllBytes())).isEqualTo(stored.sha256());
        }
        try (InputStream part = store().open("large", 20 << 20)) {
            assertThat(part.readNBytes(3))
                    .containsExactly(content[20 << 20], content[(20 << 20) + 1], content[(20 << 20) + 2]);
        }
    }

    @Test
    void takesNamesInAnyScript() throws IOException {
        put("files/图片/una imagen (1)+%.jpg", "x");

        assertThat(store().list("files")).containsExactly("files/图片/una imagen (1)+%.jpg");
        assertThat(text("files/图片/una imagen (1)+%.jpg", 0)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "../a",
                "a/..",
                "a\\b",
                "..\\a",
                "a\u0000b",
                "a\nb"
            })
    void refusesKeysThatAreNotKeys(String key) {
        for (var use : List.<ThrowingCallable>of(
                () -> put(key, "x"),
                () -> store().open(key),
                () -> store().size(key),
                () -> store().delete(key),
                () -> store().deleteAll(key),
                () -> store().localFile(key),
                () -> store().copy(key, "b"),
                () -> store().copy("a", key))) {
            assertThatIllegalArgumentException().isThrownBy(use);
        }
    }

    final ArtifactStore.StoredObject put(String key, String content) throws IOException {
        return store().put(key, new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    final String text(String key, long offset) throws IOException {
        try (InputStream content = store().open(key, offset)) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    /** More than two parts of content, then an error. */
    static InputStream breakingOff() {
        return new InputStream() {
            private int left = 40 << 20;

            @Override
            public int read() throws IOException {
                throw new IOException("the source broke off");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left <= 0) {
                    throw new IOException("the source broke off");
                }
                left -= length;
                return length;
            }
        };
    }
}
