package dev.modelyard.artifactstore.extraction;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive into an empty folder, within limits. Only plain files and folders come out, below that folder and nowhere
 * else. Of a zip the central directory is believed: what local headers say in addition is not there.
 */
public final class ArchiveExtractor {
    private final ExtractionLimits limits;
    private final LongConsumer progress;

    /**
     * An extractor.
     *
     * @param progress told often how many bytes are unpacked by now; what it throws ends the extraction
     */
    public ArchiveExtractor(ExtractionLimits limits, LongConsumer progress) {
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * Unpacks an archive; when it fails, the folder holds some of it.
     *
     * @param folder an empty folder that nobody else writes to
     * @throws RefusedArchiveException if the archive is broken, unsafe or too large
     * @throws IOException if the folder cannot be written
     */
    public void extract(ArchiveKind kind, Path archive, Path folder) throws IOException {
        Extraction extraction = new Extraction(folder);
        switch (kind) {
            case ZIP -> extractZip(archive, extraction);
            case TAR_GZ -> extractTarGz(archive, extraction);
        }
    }

    private void extractZip(Path archive, Extraction extraction) throws IOException {
        try (ZipFile zip = openZip(archive)) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = EntryNames.of(entry);
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new RefusedArchiveException("entry " + EntryNames.shown(name) + " is encrypted");
                }
                extraction.begin(name, entry.getSize());
                if (isSpecial(entry)) {
                    throw new RefusedArchiveException("entry " + EntryNames.shown(name)
                            + " is a link or device; only files and folders are taken");
                }
                if (entry.isDirectory()) {
                    extraction.folder(name);
                    continue;
                }
                extraction.packed += Math.max(0, entry.getCompressedSize());
                if (!zip.canReadEntryData(entry)) {
                    throw new RefusedArchiveException(
                            "entry " + EntryNames.shown(name) + " is packed by a method that is not read here");
                }
                try (InputStream content = openEntry(zip, entry, name)) {
                    extraction.file(name, content);
                }
            }
        }
    }

    private static ZipFile openZip(Path archive) throws RefusedArchiveException {
        try {
            return ZipFile.builder()
                    .setPath(archive)
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IOException | RuntimeException e) {
            throw new RefusedArchiveException("not a zip archive that can be read: " + e.getMessage(), e);
        }
    }

    private static InputStream openEntry(ZipFile zip, ZipArchiveEntry entry, String name)
            throws RefusedArchiveException {
        try {
            return zip.getInputStream(entry);
        } catch (IOException | RuntimeException e) {
            throw broken(name, e);
        }
    }

    /** By the Unix mode, where there is one: anything but a regular file or a folder. */
    private static boolean isSpecial(ZipArchiveEntry entry) {
        int type = entry.getUnixMode() & 0170000;
        return type != 0 && type != 0100000 && type != 0040000;
    }

    private void extractTarGz(Path archive, Extraction extraction) throws IOException {
        try (Counting packed = new Counting(Files.newInputStream(archive))) {
            extraction.source = packed;
            try (TarArchiveInputStream tar = openTarGz(packed)) {
                for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
                    String name = entry.getName();
                    extraction.begin(name, entry.getRealSize());
                    if (entry.isDirectory()) {
                        extraction.folder(name);
                    } else if (entry.isFile() && !isSpecial(entry)) {
                        extraction.file(name, tar);
                    } else {
                        throw new RefusedArchiveException("entry " + EntryNames.shown(name)
                                + " is a link or device; only files and folders are taken");
                    }
                }
            }
        }
    }

    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isSymbolicLink()
                || entry.isLink()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()
                || entry.isFIFO()
                || entry.isSparse();
    }

    private static TarArchiveInputStream openTarGz(InputStream packed) throws RefusedArchiveException {
        try {
            InputStream unpacked = GzipCompressorInputStream.builder()
                    .setInputStream(packed)
                    .setDecompressConcatenated(true)
                    .get();
            return new TarArchiveInputStream(new BufferedInputStream(unpacked, 1 << 16), "UTF-8");
        } catch (IOException | RuntimeException e) {
            throw new RefusedArchiveException("not a tar.gz archive that can be read: " + e.getMessage(), e);
        }
    }

    @Nullable
    private static TarArchiveEntry next(TarArchiveInputStream tar) throws RefusedArchiveException {
        try {
            return tar.getNextEntry();
        } catch (IOException | RuntimeException e) {
            throw new RefusedArchiveException("the archive is broken: " + e.getMessage(), e);
        }
    }

    private static RefusedArchiveException broken(String name, Exception cause) {
        return new RefusedArchiveException(
                "entry " + EntryNames.shown(name) + " is broken: " + cause.getMessage(), cause);
    }

    /** What is unpacked by now, and what may still be. */
    private final class Extraction {
        private final Path folder;
        private final EntryNames names = new EntryNames();
        private final byte[] buffer = new byte[1 << 16];
        private long entries;
        private long unpacked;
        private long packed;
        private @Nullable Counting source;

        Extraction(Path folder) {
            this.folder = folder;
        }

        void begin(String name, long declaredSize) throws RefusedArchiveException {
            if (++entries > limits.entries()) {
                throw new RefusedArchiveException("the archive has more than " + limits.entries() + " entries");
            }
            if (declaredSize > limits.entryBytes()) {
                throw tooLarge(name);
            }
        }

        void folder(String name) throws IOException {
            Files.createDirectories(resolve(names.folder(name)));
        }

        void file(String name, InputStream content) throws IOException {
            List<String> path = names.file(name);
            Files.createDirectories(resolve(path.subList(0, path.size() - 1)));
            try (OutputStream file =
                    Files.newOutputStream(resolve(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                long size = 0;
                for (int read = read(name, content); read >= 0; read = read(name, content)) {
                    size += read;
                    unpacked += read;
                    check(name, size);
                    file.write(buffer, 0, read);
                    progress.accept(unpacked);
                }
            }
        }

        private int read(String name, InputStream content) throws RefusedArchiveException {
            try {
                return content.read(buffer);
            } catch (IOException | RuntimeException e) {
                throw broken(name, e);
            }
        }

        private void check(String name, long size) throws RefusedArchiveException {
            if (size > limits.entryBytes()) {
                throw tooLarge(name);
            }
            if (unpacked > limits.totalBytes()) {
                throw new RefusedArchiveException("entry %s: the archive unpacks to more than %d bytes"
                        .formatted(EntryNames.shown(name), limits.totalBytes()));
            }
            long read = source == null ? packed : source.count;
            if (unpacked > ExtractionLimits.RATIO_FREE_BYTES && unpacked / limits.ratio() > read) {
                throw new RefusedArchiveException(
                        "entry %s: the archive unpacks to more than %d times its size, like an archive bomb"
                                .formatted(EntryNames.shown(name), limits.ratio()));
            }
        }

        private RefusedArchiveException tooLarge(String name) {
            return new RefusedArchiveException(
                    "entry %s unpacks to more than %d bytes".formatted(EntryNames.shown(name), limits.entryBytes()));
        }

        private Path resolve(List<String> path) {
            Path resolved = folder;
            for (String segment : path) {
                resolved = resolved.resolve(segment);
            }
            return resolved;
        }
    }

    /** Counts the packed bytes. */
    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            if (value >= 0) {
                count++;
            }
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            if (read > 0) {
                count += read;
            }
            return read;
        }
    }
}
