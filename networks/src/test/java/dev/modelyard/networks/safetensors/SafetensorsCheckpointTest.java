package dev.modelyard.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsCheckpointTest {
    private static final Tensor A = Tensor.of(Shape.of(2), 1f, 2f);
    private static final Tensor B = Tensor.of(Shape.of(1), 3f);
    private static final Tensor C = Tensor.of(Shape.of(1, 2), 4f, 5f);

    @TempDir
    Path folder = Path.of(".");

    @Test
    void oneFileIsReadWhole() throws IOException {
        write("model.safetensors", "a", A, "b", B);

        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            assertThat(List.copyOf(checkpoint.names())).containsExactly("a", "b");
            assertThat(checkpoint.tensor("b")).isEqualTo(B);
            assertThatExceptionOfType(SafetensorsException.class)
                    .isThrownBy(() -> checkpoint.tensor("c"))
                    .withMessageContaining("'c'");
        }
    }

    @Test
    void severalFilesAreReadByTheirIndex() throws IOException {
        write("model-00001-of-00002.safetensors", "a", A, "c", C);
        write("model-00002-of-00002.safetensors", "b", B);
        index("""
                {"metadata": {"total_size": 20, "nested": {"a": [1, 2]}},
                 "weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors",
                                "c": "model-00001-of-00002.safetensors"}}""");

        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            assertThat(List.copyOf(checkpoint.names())).containsExactly("a", "b", "c");
            assertThat(checkpoint.weights()).isEqualTo(weights("a", A, "b", B, "c", C));
        }
    }

    @Test
    void aMissingShardOrIndexIsNamed() throws IOException {
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("model.safetensors.index.json");

        index("{\"weight_map\": {\"a\": \"model-1.safetensors\"}}");
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("model-1.safetensors");
    }

    @Test
    void aTensorThatIsNotWhereTheIndexSaysIsNamed() throws IOException {
        write("model-1.safetensors", "a", A);
        index("{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-1.safetensors\"}}");

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .withMessageContaining("'b'")
                .withMessageContaining("model-1.safetensors");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    []                                                           | begin with '{'
                    {"metadata": {}}                                             | no weight_map
                    {"weight_map": {}}                                           | no weight_map
                    {"weight_map": []}                                           | must be an object
                    {"weight_map": {"a": 1}}                                     | weight_map.a must be a text
                    {"weight_map": {"a": "../secret.safetensors"}}               | beside the index
                    {"weight_map": {"a": "/etc/model.safetensors"}}              | beside the index
                    {"weight_map": {"a": "model.bin"}}                           | beside the index
                    {"weight_map": {"a": "m.safetensors", "a": "n.safetensors"}} | not sound JSON
                    {"weight_map": {"a": "m.safetensors"                         | not sound JSON
                    """)
    void anUnsoundIndexIsRefusedWithAReason(String content, String reason) throws IOException {
        index(content);

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .withMessageContaining(reason);
    }

    private void index(String content) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), content);
    }

    private void write(String file, Object... named) throws IOException {
        Safetensors.write(weights(named), folder.resolve(file));
    }

    private static Weights weights(Object... named) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < named.length; i += 2) {
            tensors.put((String) named[i], (Tensor) named[i + 1]);
        }
        return new Weights(tensors);
    }
}
