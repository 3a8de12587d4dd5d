package dev.modelyard.api.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream, and at which byte each begins, so that reading can go on there another time. */
final class RecordLines implements AutoCloseable {
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;
    private long offset;

    /** @param offset the byte of the file at which the stream begins */
    RecordLines(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    /** Where the next line begins. */
    long offset() {
        return offset;
    }

    /** The next line without its end; empty after the last. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean any = false;
        while (from < to || fill()) {
            any = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            boolean ended = end < to;
            int read = end - from + (ended ? 1 : 0);
            from += read;
            offset += read;
            if (ended) {
                break;
            }
        }
        return any ? Optional.of(line.toByteArray()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}
