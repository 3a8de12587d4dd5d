package dev.modelyard.api.facade.gts;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a UTF-8 file that are not blank, one at a time, whatever its size; a byte order mark at its beginning is passed over. */
final class DataLines implements Closeable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream source;
    private final long longest;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long number;

    /**
     * Begins to read.
     *
     * @param longest bytes of a line
     */
    DataLines(InputStream source, long longest) {
        this.source = source;
        this.longest = longest;
    }

    /**
     * A line.
     *
     * @param number counted from 1, blank ones too
     */
    record Line(long number, String text) {}

    /**
     * The next line; empty after the last.
     *
     * @throws InvalidDataException if it is too long or not UTF-8
     */
    Optional<Line> next() throws IOException, InvalidDataException {
        while (fill()) {
            number++;
            String text = decoded(bytes());
            if (!text.isBlank()) {
                return Optional.of(new Line(number, text));
            }
        }
        return Optional.empty();
    }

    private byte[] bytes() throws IOException, InvalidDataException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean ended = false;
        while (!ended && fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            ended = end < limit;
            if (line.size() + end - position > longest) {
                throw new InvalidDataException("行【" + number + "】超过" + longest + "字节");
            }
            line.write(buffer, position, end - position);
            position = ended ? end + 1 : end;
        }
        return line.toByteArray();
    }

    private String decoded(byte[] line) throws InvalidDataException {
        boolean marked = number == 1
                && line.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        int from = marked ? BYTE_ORDER_MARK.length : 0;
        try {
            return decoder.decode(ByteBuffer.wrap(line, from, line.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidDataException("行【" + number + "】不是UTF-8编码");
        }
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
