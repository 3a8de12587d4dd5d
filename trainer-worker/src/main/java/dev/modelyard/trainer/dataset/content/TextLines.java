package dev.modelyard.trainer.dataset.content;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 text, one at a time; they end with LF or CR LF, and a byte order mark is passed over. A line that is not
 * UTF-8 or too long is reported in its place, and reading goes on.
 */
final class TextLines implements Closeable {
    private static final int MAX_LINE_BYTES = 16 << 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream source;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long number;

    TextLines(InputStream source) {
        this.source = source;
    }

    /** A line. */
    sealed interface Line {
        /** Counted from 1. */
        long number();

        /** Its length in the file. */
        long bytes();

        /** A line as text, without its end. */
        record Text(long number, long bytes, String text) implements Line {}

        /** A line that cannot be read, and why. */
        record Unreadable(long number, long bytes, String problem) implements Line {}
    }

    /** The next line; null after the last. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        long bytes = 0;
        boolean ended = false;
        while (!ended && fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            ended = end < limit;
            int length = end - position;
            if (bytes + length <= MAX_LINE_BYTES) {
                line.write(buffer, position, length);
            }
            bytes += length + (ended ? 1 : 0);
            position = ended ? end + 1 : end;
        }
        if (bytes == 0) {
            return null;
        }
        number++;
        if (bytes > MAX_LINE_BYTES) {
            return new Line.Unreadable(number, bytes, "a line of more than 16 MiB");
        }
        return decoded(line.toByteArray(), bytes);
    }

    private Line decoded(byte[] line, long bytes) {
        int from = number == 1 && startsWithMark(line) ? BYTE_ORDER_MARK.length : 0;
        int to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        try {
            String text = decoder.decode(ByteBuffer.wrap(line, from, to - from)).toString();
            return new Line.Text(number, bytes, text);
        } catch (CharacterCodingException e) {
            return new Line.Unreadable(number, bytes, "not UTF-8 text");
        }
    }

    private static boolean startsWithMark(byte[] line) {
        return line.length >= BYTE_ORDER_MARK.length
                && line[0] == BYTE_ORDER_MARK[0]
                && line[1] == BYTE_ORDER_MARK[1]
                && line[2] == BYTE_ORDER_MARK[2];
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, source.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
