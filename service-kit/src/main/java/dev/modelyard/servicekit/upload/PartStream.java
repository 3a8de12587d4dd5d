package dev.modelyard.servicekit.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of the current part: everything up to the next {@code CRLF--boundary}. Holds one buffer, whatever the size
 * of the parts.
 */
final class PartStream extends InputStream {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    /** {@code CRLF--boundary}. The buffer starts out as a CRLF, so that the first boundary looks like all others. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean inputEnded;
    /** How many bytes from {@code from} on are known to be content. */
    private int content;
    /** Whether the delimiter stands right behind the known content. */
    private boolean delimited;

    private boolean lastDelimiter;

    PartStream(InputStream in, byte[] boundary) {
        this.in = in;
        delimiter = new byte[boundary.length + 4];
        delimiter[0] = '\r';
        delimiter[1] = '\n';
        delimiter[2] = '-';
        delimiter[3] = '-';
        System.arraycopy(boundary, 0, delimiter, 4, boundary.length);
        buffer[0] = '\r';
        buffer[1] = '\n';
        to = 2;
    }

    /** Skips what is left of the current part, or of the preamble, and its delimiter. */
    void toNextPart() throws IOException {
        if (lastDelimiter) {
            return;
        }
        byte[] sink = new byte[8 * 1024];
        while (read(sink, 0, sink.length) >= 0) {
            // what nobody asked for is read and forgotten
        }
        from += delimiter.length;
        delimited = false;
        content = 0;
        afterDelimiter();
    }

    /** Whether the closing delimiter has been passed. */
    boolean atEnd() {
        return lastDelimiter;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (content == 0) {
            if (delimited || lastDelimiter) {
                return -1;
            }
            find();
        }
        int read = Math.min(length, content);
        System.arraycopy(buffer, from, target, offset, read);
        from += read;
        content -= read;
        return read;
    }

    /** Learns more about what lies at {@code from}; reads on if too little is there to tell. */
    private void find() throws IOException {
        int at = indexOfDelimiter();
        if (at >= 0) {
            content = at - from;
            delimited = true;
            return;
        }
        int sure = to - from - (delimiter.length - 1);
        if (sure > 0) {
            content = sure;
            return;
        }
        fill();
        if (inputEnded) {
            throw Multipart.broken("it ends inside a part");
        }
    }

    private int indexOfDelimiter() {
        for (int at = from; at <= to - delimiter.length; at++) {
            int matched = 0;
            while (matched < delimiter.length && buffer[at + matched] == delimiter[matched]) {
                matched++;
            }
            if (matched == delimiter.length) {
                return at;
            }
        }
        return -1;
    }

    /** After a boundary stand either {@code --}, the end, or optional white space and a line break. */
    private void afterDelimiter() throws IOException {
        int first = raw();
        if (first == '-' && raw() == '-') {
            lastDelimiter = true;
            return;
        }
        for (int value = first; value != '\n'; value = raw()) {
            if (value != ' ' && value != '\t' && value != '\r') {
                throw Multipart.broken("a boundary is followed by something else");
            }
        }
    }

    private int raw() throws IOException {
        if (from == to) {
            fill();
            if (inputEnded) {
                return -1;
            }
        }
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            inputEnded = true;
        } else {
            to += read;
        }
    }
}
