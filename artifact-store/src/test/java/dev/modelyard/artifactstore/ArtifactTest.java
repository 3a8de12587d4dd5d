package dev.modelyard.artifactstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTest {
    private static final String PREFIX = "runs/run_1/artifact";

    @TempDir
    Path folder;

    private ArtifactStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = ArtifactStores.open(folder.resolve("store").toUri());
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        ArtifactReader reader = new ArtifactReader(store, written());

        assertThat(reader.files()).extracting(Manifest.Entry::path).containsExactly("files/1.jpg", "model.json");
        assertThat(reader.read("model.json")).asString(UTF_8).isEqualTo("{}");
        assertThat(reader.find("model.json")).map(Manifest.Entry::size).contains(2L);
        assertThat(reader.find("other")).isEmpty();
        assertThatThrownBy(() -> reader.open("other")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void isNoArtifactBeforeItIsComplete() throws IOException {
        ArtifactWriter writer = new ArtifactWriter(store, PREFIX);
        writer.add("model.json", "{}".getBytes(UTF_8));

        assertThatThrownBy(() -> new ArtifactReader(store, new ArtifactReference(PREFIX, "00")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void takesEveryPathOnceAndNothingOnceComplete() throws IOException {
        ArtifactWriter writer = new ArtifactWriter(store, PREFIX);
        writer.add("a", new byte[0]);

        assertThatIllegalArgumentException().isThrownBy(() -> writer.add("a", new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.add("../a", new byte[1]));
        writer.complete();
        assertThatIllegalStateException().isThrownBy(() -> writer.add("b", new byte[1]));
    }

    @Test
    void refusesAManifestThatIsNotThePinnedOne() throws IOException {
        ArtifactReference reference = written();
        put(PREFIX + "/manifest.json", "{\"files\":[]}");

        assertThatExceptionOfType(ArtifactCorruptException.class)
                .isThrownBy(() -> new ArtifactReader(store, reference))
                .withMessageContaining("pinned");
    }

    @Test
    void refusesAManifestThatNamesFilesOutside() throws IOException {
        String hostile = "{\"files\":[{\"path\":\"../../secret\",\"size\":1,\"sha256\":\"00\"}]}";
        put(PREFIX + "/manifest.json", hostile);
        ArtifactReference reference = new ArtifactReference(PREFIX, Sha256.of(hostile.getBytes(UTF_8)));

        assertThatExceptionOfType(ArtifactCorruptException.class)
                .isThrownBy(() -> new ArtifactReader(store, reference))
                .withMessageContaining("cannot be read");
    }

    @Test
    void noticesEveryWayAFileCanBeWrong() throws IOException {
        ArtifactReader reader = new ArtifactReader(store, written());

        for (String wrong : new String[] {"[]", "{", "", "{} ", "{}".repeat(100_000)}) {
            put(PREFIX + "/model.json", wrong);
            assertThatExceptionOfType(ArtifactCorruptException.class)
                    .isThrownBy(() -> reader.read("model.json"))
                    .withMessageContaining("model.json");
            assertThatExceptionOfType(ArtifactCorruptException.class)
                    .isThrownBy(() -> reader.fetch("model.json", folder.resolve("cache")));
        }
        store.delete(PREFIX + "/model.json");
        assertThatExceptionOfType(ArtifactCorruptException.class)
                .isThrownBy(() -> reader.read("model.json"))
                .withMessageContaining("missing");
    }

    @Test
    void fetchesWithoutACopyFromAFolder() throws IOException {
        ArtifactReader reader = new ArtifactReader(store, written());

        Path fetched = reader.fetch("files/1.jpg", folder.resolve("cache"));

        assertThat(fetched).isEqualTo(store.localFile(PREFIX + "/files/1.jpg").orElseThrow());
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void fetchesACopyFromElsewhereAndUsesItAgainUnlessItWasChanged() throws IOException {
        ArtifactReader reader = new ArtifactReader(new Elsewhere(store), written());
        Path cache = folder.resolve("cache");

        Path first = reader.fetch("files/1.jpg", cache);
        assertThat(first).isEqualTo(cache.resolve("files/1.jpg")).hasContent("picture");
        store.delete(PREFIX + "/files/1.jpg");
        assertThat(reader.fetch("files/1.jpg", cache)).hasContent("picture");

        Files.writeString(first, "changed");
        assertThatExceptionOfType(ArtifactCorruptException.class).isThrownBy(() -> reader.fetch("files/1.jpg", cache));
    }

    @Test
    void takesFilesOverFromAnotherArtifact() throws IOException {
        ArtifactReader first = new ArtifactReader(store, written());
        ArtifactWriter writer = new ArtifactWriter(store, "runs/run_2/artifact");
        writer.addFrom(first, "files/1.jpg");
        ArtifactReader second = new ArtifactReader(store, writer.complete());

        store.deleteAll(PREFIX);

        assertThat(second.read("files/1.jpg")).asString(UTF_8).isEqualTo("picture");
    }

    @Test
    void knowsTheAddressesOfStores() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArtifactStores.open(URI.create("ftp://host/x")))
                .withMessageContaining("file:///folder or s3://bucket/prefix");
        assertThatIllegalArgumentException().isThrownBy(() -> ArtifactStores.open(URI.create("relative")));
    }

    private ArtifactReference written() throws IOException {
        ArtifactWriter writer = new ArtifactWriter(store, PREFIX);
        writer.add("model.json", "{}".getBytes(UTF_8));
        writer.add("files/1.jpg", "picture".getBytes(UTF_8));
        assertThat(writer.size()).isEqualTo(9);
        return writer.complete();
    }

    private void put(String key, String content) throws IOException {
        store.put(key, new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    /** A store whose objects are not local files. */
    private record Elsewhere(ArtifactStore store) implements ArtifactStore {
        @Override
        public StoredObject put(String key, InputStream content) throws IOException {
            return store.put(key, content);
        }

        @Override
        public void copy(String from, String to) throws IOException {
            store.copy(from, to);
        }

        @Override
        public InputStream open(String key, long offset) throws IOException {
            return store.open(key, offset);
        }

        @Override
        public Optional<Long> size(String key) throws IOException {
            return store.size(key);
        }

        @Override
        public Optional<Instant> modified(String key) throws IOException {
            return store.modified(key);
        }

        @Override
        public List<String> folders(String prefix, Optional<String> after, int most) throws IOException {
            return store.folders(prefix, after, most);
        }

        @Override
        public List<String> list(String prefix) throws IOException {
            return store.list(prefix);
        }

        @Override
        public void delete(String key) throws IOException {
            store.delete(key);
        }

        @Override
        public void deleteAll(String prefix) throws IOException {
            store.deleteAll(prefix);
        }

        @Override
        public Optional<Path> localFile(String key) {
            return Optional.empty();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
