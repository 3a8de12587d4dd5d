package dev.modelyard.networks.safetensors;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Whole files at once; {@link SafetensorsFile} reads single tensors. */
public final class Safetensors {
    /** Data begin at a multiple of this, which the format asks of no one and every reader is glad of. */
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * Reads all tensors.
     *
     * @throws SafetensorsException if the file is not sound
     */
    public static Weights read(Path file) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return open.weights();
        }
    }

    /** Writes the tensors in their order, so that the same weights make the same file. */
    public static void write(Weights weights, Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(weights, Map.of(), stream);
        }
    }

    /** Writes the tensors in their order with some text about them; the stream stays open. */
    public static void write(Weights weights, Map<String, String> metadata, OutputStream stream) throws IOException {
        SequencedMap<String, Layout> layouts = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> layouts.put(name, new Layout(tensor.type(), tensor.shape())));
        write(layouts, weights::get, metadata, stream);
    }

    /** What is known of a tensor before its numbers are. */
    public record Layout(ElementType type, Shape shape) {
        private long bytes() {
            return Math.multiplyExact(shape.elements(), type.bytes());
        }
    }

    /** Writes tensors in their order and asks for each when its turn comes, so that no more than one is in memory. */
    public static void write(SequencedMap<String, Layout> layouts, Function<String, Tensor> tensors, Path file)
            throws IOException {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(layouts, tensors, Map.of(), stream);
        }
    }

    private static void write(
            SequencedMap<String, Layout> layouts,
            Function<String, Tensor> tensors,
            Map<String, String> metadata,
            OutputStream stream)
            throws IOException {
        byte[] header = header(layouts, metadata);
        int padding = Math.floorMod(-header.length, ALIGNMENT);
        WritableByteChannel channel = Channels.newChannel(stream);
        channel.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong((long) header.length + padding)
                .flip());
        channel.write(ByteBuffer.wrap(header));
        channel.write(ByteBuffer.wrap(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII)));
        for (var expected : layouts.entrySet()) {
            Tensor tensor = tensors.apply(expected.getKey());
            if (!expected.getValue().equals(new Layout(tensor.type(), tensor.shape()))) {
                throw new IllegalArgumentException("tensor '" + expected.getKey() + "' is not what was announced");
            }
            channel.write(tensor.data());
        }
        stream.flush();
    }

    private static byte[] header(SequencedMap<String, Layout> layouts, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (var text : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(text.getKey(), text.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (var named : layouts.entrySet()) {
                Layout tensor = named.getValue();
                long end = offset + tensor.bytes();
                json.writeObjectFieldStart(named.getKey());
                json.writeStringField("dtype", tensor.type().name());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape().toArray(), 0, tensor.shape().rank());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, end}, 0, 2);
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
