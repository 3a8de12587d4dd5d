package dev.modelyard.networks.safetensors;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import java.util.Map;
import java.util.TreeMap;

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
        byte[] header = header(weights, metadata);
        int padding = Math.floorMod(-header.length, ALIGNMENT);
        WritableByteChannel channel = Channels.newChannel(stream);
        channel.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong((long) header.length + padding)
                .flip());
        channel.write(ByteBuffer.wrap(header));
        channel.write(ByteBuffer.wrap(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII)));
        for (Tensor tensor : weights.tensors().values()) {
            channel.write(tensor.data());
        }
        stream.flush();
    }

    private static byte[] header(Weights weights, Map<String, String> metadata) throws IOException {
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
            for (var named : weights.tensors().entrySet()) {
                Tensor tensor = named.getValue();
                long end = offset + tensor.data().remaining();
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
