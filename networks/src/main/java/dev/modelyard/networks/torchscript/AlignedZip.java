package dev.modelyard.networks.torchscript;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip of stored entries whose data begin at multiples of 64 bytes, so that libtorch can map them. The same entries make
 * the same bytes. Past 4 GiB it is a ZIP64.
 */
final class AlignedZip {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    /** The id libtorch gives its own padding. */
    private static final short PADDING = 0x4246;
    /** A day that a zip's own date field can hold, so that no extra field says it again. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Counted counted;
    private final ZipOutputStream zip;

    AlignedZip(OutputStream stream) {
        this.counted = new Counted(stream);
        this.zip = new ZipOutputStream(counted);
        zip.setMethod(ZipOutputStream.STORED);
    }

    void add(String name, ByteBuffer data) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(data.duplicate());
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(EPOCH);
        entry.setSize(data.remaining());
        entry.setCrc(checksum.getValue());
        entry.setExtra(padding(name));
        zip.putNextEntry(entry);
        byte[] chunk = new byte[1 << 16];
        ByteBuffer rest = data.duplicate();
        while (rest.hasRemaining()) {
            int length = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, length);
            zip.write(chunk, 0, length);
        }
        zip.closeEntry();
    }

    void finish() throws IOException {
        zip.finish();
        zip.flush();
    }

    private byte[] padding(String name) {
        long begin = counted.written + LOCAL_HEADER + name.getBytes(StandardCharsets.UTF_8).length + EXTRA_HEADER;
        int length = (int) Math.floorMod(-begin, (long) ALIGNMENT);
        return ByteBuffer.allocate(EXTRA_HEADER + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(PADDING)
                .putShort((short) length)
                .array();
    }

    /** Knows how much went through it; a zip stream does not buffer. */
    private static final class Counted extends FilterOutputStream {
        private long written;

        Counted(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
        }
    }
}
