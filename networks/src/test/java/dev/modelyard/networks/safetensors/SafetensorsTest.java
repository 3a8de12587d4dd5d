package dev.modelyard.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder = Path.of(".");

    @Property(shrinking = ShrinkingMode.OFF, tries = 20)
    void whatIsWrittenComesBack(@ForAll long seed) throws IOException {
        // Given tensors of every type, some empty, some scalars
        Weights weights = randomWeights(seed);
        Path file = Files.createTempFile("weights", ".safetensors");

        try {
            // When
            try (OutputStream stream = Files.newOutputStream(file)) {
                Safetensors.write(weights, Map.of("format", "pt", "note", "\"ü\""), stream);
            }

            // Then
            assertThat(Safetensors.read(file)).isEqualTo(weights);
            try (SafetensorsFile open = SafetensorsFile.open(file)) {
                assertThat(open.metadata()).containsEntry("note", "\"ü\"");
                assertThat(List.copyOf(open.names()))
                        .isEqualTo(List.copyOf(weights.tensors().keySet()));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        // Given the file that the format's own library writes for {"a": [1, 2]}, its header padded to eight
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", Tensor.of(Shape.of(2), 1f, 2f));

        // When
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Safetensors.write(new Weights(tensors), Map.of(), bytes);

        // Then
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        String padded = header + " ".repeat(Math.floorMod(-header.length(), 8));
        assertThat(bytes.toByteArray())
                .isEqualTo(file(padded.length(), padded, new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40}));
    }

    @Test
    void halfPrecisionBecomesFloats() {
        ByteBuffer half = ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x3e00)
                .flip();
        ByteBuffer brain = ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x3fc0)
                .flip();

        assertThat(new Tensor(ElementType.F16, Shape.of(1), half).toFloats()).containsExactly(1.5f);
        assertThat(new Tensor(ElementType.BF16, Shape.of(1), brain).toFloats()).containsExactly(1.5f);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | 'b' overlaps
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[2],"data_offsets":[10,12]}} | 'b' leaves a gap
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                     | 4 bytes that belong to no tensor
                    {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                    | in a file of 12 bytes of data
                    {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,12]}}                    | takes 16
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}                    | data_offsets 12 to 0
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[-1,11]}}                   | whole numbers
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[0]}}                       | two data_offsets
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12,13]}}                 | at most 2
                    {"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}                   | whole numbers
                    {"a":{"dtype":"F32","shape":[3.0],"data_offsets":[0,12]}}                  | whole numbers
                    {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,12]}} | beyond all bounds
                    {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,12]}} | whole numbers
                    {"a":{"dtype":"F32","shape":[3,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,12]}} | at most 16
                    {"a":{"dtype":"F8","shape":[12],"data_offsets":[0,12]}}                    | 'F8'
                    {"a":{"dtype":7,"shape":[12],"data_offsets":[0,12]}}                       | dtype must be a text
                    {"a":{"dtype":"U8","data_offsets":[0,12]}}                                 | must have dtype, shape
                    {"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12],"x":1}}              | unknown field 'x'
                    {"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]},"a":{"dtype":"U8","shape":[0],"data_offsets":[12,12]}} | not sound JSON
                    {"a":[]}                                                                   | must be an object
                    {"__metadata__":{"x":1}}                                                   | __metadata__.x must be a text
                    {"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}}{                   | goes on after
                    {"a":{"dtype":"U8","shape":[[[[[[12]]]]]],"data_offsets":[0,12]}}          | whole numbers
                    {"a"                                                                       | not sound JSON
                    [12345]                                                                    | must begin with '{'
                    """)
    void unsoundHeadersAreRefusedWithAReason(String header, String reason) throws IOException {
        Path file = folder.resolve("hostile.safetensors");
        Files.write(file, file(header.length(), header, new byte[12]));

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> Safetensors.read(file))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"-1", "9223372036854775807", "100000001", "3000", "0", "1"})
    void aHeaderLengthThatCannotBeIsRefusedBeforeMemoryIsTaken(long length) throws IOException {
        Path file = folder.resolve("length.safetensors");
        Files.write(file, file(length, "{}", new byte[0]));

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> Safetensors.read(file))
                .withMessageContaining("header");
    }

    @Test
    void aFileOfAFewBytesIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), new byte[] {1, 2, 3});

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> Safetensors.read(file))
                .withMessageContaining("too short");
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 200)
    void damagedFilesAreReadOrRefusedButNothingElse(@ForAll long seed) throws IOException {
        // Given a sound file with a few bytes changed, mostly in the header
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Safetensors.write(randomWeights(seed), Map.of(), stream);
        byte[] bytes = stream.toByteArray();
        for (int change = random.nextInt(3); change >= 0; change--) {
            bytes[random.nextInt(Math.min(bytes.length, 200))] = (byte) random.nextInt(128);
        }
        Path file = Files.write(Files.createTempFile("damaged", ".safetensors"), bytes);

        try {
            assertThat(Safetensors.read(file).bytes()).isLessThanOrEqualTo(bytes.length);
        } catch (SafetensorsException e) {
            assertThat(e).hasMessageNotContaining("dev.modelyard");
        } finally {
            Files.delete(file);
        }
    }

    private static Weights randomWeights(long seed) {
        Random random = new Random(seed);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (ElementType type : ElementType.values()) {
            Shape shape =
                    new Shape(random.longs(random.nextInt(4), 0, 4).boxed().toList());
            byte[] bytes = new byte[(int) shape.elements() * type.bytes()];
            random.nextBytes(bytes);
            tensors.put("layer." + type.name(), new Tensor(type, shape, ByteBuffer.wrap(bytes)));
        }
        return new Weights(tensors);
    }

    private static byte[] file(long length, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .put(data)
                .array();
    }
}
