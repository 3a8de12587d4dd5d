package dev.modelyard.api.job;

import dev.modelyard.artifactstore.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Reads objects of the store one after another, each opened when the one before it is at its end. */
final class ChunkStream extends InputStream {
    private final ArtifactStore store;
    private final Iterator<JobLogService.Chunk> chunks;
    private InputStream current = InputStream.nullInputStream();

    ChunkStream(ArtifactStore store, List<JobLogService.Chunk> chunks) {
        this.store = store;
        this.chunks = chunks.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = current.read(buffer, offset, length);
        while (read < 0 && chunks.hasNext()) {
            current.close();
            JobLogService.Chunk next = chunks.next();
            current = store.open(next.key(), next.from());
            read = current.read(buffer, offset, length);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
