package dev.modelyard.artifactstore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and hashes what is read through it. */
final class DigestingInputStream extends FilterInputStream {
    private final MessageDigest digest = Sha256.digest();
    private long count;

    DigestingInputStream(InputStream source) {
        super(source);
    }

    long count() {
        return count;
    }

    /** The hash of everything read; call it once, at the end. */
    String sha256() {
        return Sha256.text(digest.digest());
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            digest.update((byte) value);
            count++;
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            digest.update(buffer, offset, read);
            count += read;
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = 0;
        while (skipped < bytes && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
