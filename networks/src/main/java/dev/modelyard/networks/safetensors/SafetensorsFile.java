package dev.modelyard.networks.safetensors;

import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** An open file whose header has been checked; tensors are read when asked for. */
public final class SafetensorsFile implements AutoCloseable {
    /** What the format's own reader allows. */
    private static final long LARGEST_HEADER = 100_000_000;

    private final FileChannel channel;
    private final long dataBegin;
    private final Header header;

    private SafetensorsFile(FileChannel channel, long dataBegin, Header header) {
        this.channel = channel;
        this.dataBegin = dataBegin;
        this.header = header;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws SafetensorsException if the file is not sound
     */
    public static SafetensorsFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new SafetensorsException("the file is too short to be a safetensors file: " + size + " bytes");
            }
            long headerLength = read(channel, 0, Long.BYTES).getLong();
            if (headerLength < 2 || headerLength > Math.min(LARGEST_HEADER, size - Long.BYTES)) {
                throw new SafetensorsException("the file says that its header has "
                        + Long.toUnsignedString(headerLength) + " bytes, in a file of " + size);
            }
            long dataBegin = Long.BYTES + headerLength;
            byte[] json = read(channel, Long.BYTES, (int) headerLength).array();
            return new SafetensorsFile(channel, dataBegin, HeaderReader.read(json, size - dataBegin));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The names of its tensors, in the order of their data. */
    public SequencedSet<String> names() {
        return header.entries().sequencedKeySet();
    }

    /** What its writer said about it. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads one tensor into memory.
     *
     * @throws SafetensorsException if there is none of that name, or it is of more than 2 GiB
     */
    public Tensor tensor(String name) throws IOException {
        Header.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new SafetensorsException("the file has no tensor '" + name + "'");
        }
        if (entry.length() > Integer.MAX_VALUE - Long.BYTES) {
            throw new SafetensorsException("tensor '" + name + "' is too large: " + entry.length() + " bytes");
        }
        ByteBuffer data = read(channel, dataBegin + entry.begin(), (int) entry.length());
        return new Tensor(entry.type(), entry.shape(), data);
    }

    /** Reads all tensors into memory. */
    public Weights weights() throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names()) {
            tensors.put(name, tensor(name));
        }
        return new Weights(tensors);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
