package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class PackedDataTest {
    private static final GtsFile FILE = new GtsFile("a", "key", 1);

    @Test
    void manyLinesAreThereWhenTheArchiveIsRead() throws IOException {
        String line = "{\"sentence1\":\"甲\",\"id\":3,\"label\":1,\"sentence2\":\"乙\"}\n";
        TrainingData data = new TrainingData(
                TaskType.SIMILARITY,
                FILE,
                FILE,
                Optional.of(FILE),
                Optional.of(FILE),
                List.of("0", "1"),
                Optional.empty());

        Map<String, String> files = unpacked(packed(data, line.repeat(20_000)));

        assertThat(files).containsOnlyKeys("train.jsonl", "val.jsonl", "test.jsonl", "unlabelled.jsonl");
        assertThat(files.get("test.jsonl"))
                .isEqualTo("{\"sentence1\":\"甲\",\"sentence2\":\"乙\",\"label\":\"1\"}\n".repeat(20_000));
        assertThat(files.get("unlabelled.jsonl"))
                .isEqualTo("{\"sentence1\":\"甲\",\"sentence2\":\"乙\"}\n".repeat(20_000));
    }

    @Test
    void aFileThatIsGoneOrChangedEndsIt() {
        TrainingData data = new TrainingData(
                TaskType.CLASSIFICATION,
                FILE,
                FILE,
                Optional.empty(),
                Optional.empty(),
                List.of("x", "y"),
                Optional.empty());

        assertThatThrownBy(() -> packed(data, "{nonsense").readAllBytes()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new PackedData(
                                data,
                                _ -> {
                                    throw new NoSuchFileException("key");
                                },
                                100)
                        .readAllBytes())
                .isInstanceOf(NoSuchFileException.class);
    }

    private static PackedData packed(TrainingData data, String content) {
        return new PackedData(data, _ -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), 1 << 20);
    }

    private static Map<String, String> unpacked(PackedData archive) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
