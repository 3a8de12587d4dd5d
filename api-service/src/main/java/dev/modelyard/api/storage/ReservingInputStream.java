package dev.modelyard.api.storage;

import dev.modelyard.contracts.id.OwnerId;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content on its way into the store. Bytes are set aside for it before it is there, in steps that grow with it; what exceeds the owner's
 * limit ends it with the error that says so.
 */
public final class ReservingInputStream extends FilterInputStream {
    private static final long SMALLEST_STEP = 64L << 10;
    private static final long LARGEST_STEP = 16L << 20;

    private final StorageService storage;
    private final OwnerId owner;
    private final String key;
    private long reserved;
    private long count;

    /**
     * Begins with nothing set aside.
     *
     * @param announced how long the content will be, 0 if that is not known: too much is refused here
     */
    public ReservingInputStream(InputStream in, StorageService storage, OwnerId owner, String key, long announced) {
        super(in);
        this.storage = storage;
        this.owner = owner;
        this.key = key;
        this.reserved = storage.reserve(owner, key, announced, announced);
        if (reserved < announced) {
            throw storage.exceeded(owner);
        }
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            counted(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            counted(read);
        }
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        counted(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void counted(long bytes) {
        count += bytes;
        if (count > reserved) {
            reserved = storage.reserve(owner, key, count, count + Math.clamp(count, SMALLEST_STEP, LARGEST_STEP));
            if (count > reserved) {
                throw storage.exceeded(owner);
            }
        }
    }
}
