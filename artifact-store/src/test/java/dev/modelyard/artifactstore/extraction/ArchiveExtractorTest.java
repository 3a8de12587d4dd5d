package dev.modelyard.artifactstore.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveExtractorTest {
    private static final ExtractionLimits LIMITS = new ExtractionLimits(100, 200 << 20, 150 << 20, 100);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void unpacksFilesAndFolders(ArchiveKind kind) throws IOException {
        Path archive = archive(kind, "./train.jsonl", "images/a/1.jpg", "images/图片 (1).jpg", "empty/");

        assertThat(extracted(kind, archive, LIMITS))
                .containsExactly("images/a/1.jpg", "images/图片 (1).jpg", "train.jsonl");
        assertThat(folder.resolve("out/train.jsonl")).hasContent("content of ./train.jsonl");
        assertThat(folder.resolve("out/empty")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "a/../../evil",
                "a/..",
                "..",
                "/etc/evil",
                "//evil",
                "C:/evil",
                "c:evil",
                "..\\evil",
                "a\\b/c",
                "a\u0000b",
                "a\nb"
            })
    void refusesNamesThatLeadOutside(String name) throws IOException {
        for (ArchiveKind kind : ArchiveKind.values()) {
            if (kind == ArchiveKind.TAR_GZ && name.indexOf('\u0000') >= 0) {
                // A tar ends names at the first NUL.
                continue;
            }
            assertRefused(kind, archive(kind, "good", name), "entry \"");
            assertThat(folder.resolve("evil")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheSameNameTwice(ArchiveKind kind) throws IOException {
        assertRefused(kind, archive(kind, "a/b", "./a//b"), "entry \"./a//b\" is in the archive twice");
        assertRefused(kind, archive(kind, "a", "a/b"), "same name");
        assertRefused(kind, archive(kind, "a/b", "a"), "twice");
    }

    @ParameterizedTest
    @EnumSource
    void refusesTooManyEntriesTooLargeOnesAndTooMuchInAll(ArchiveKind kind) throws IOException {
        Path archive = archive(kind, "1", "2", "3");

        assertRefused(kind, archive, "more than 2 entries", new ExtractionLimits(2, 1000, 1000, 100));
        assertRefused(kind, archive, "entry \"1\" unpacks to more than 5 bytes", new ExtractionLimits(9, 1000, 5, 100));
        assertRefused(
                kind,
                archive,
                "entry \"3\": the archive unpacks to more than 30",
                new ExtractionLimits(9, 30, 20, 100));
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnArchiveBomb(ArchiveKind kind) throws IOException {
        Path archive = folder.resolve("bomb");
        byte[] zeros = new byte[1 << 20];
        write(
                kind,
                archive,
                out -> out.file("bomb", 100L << 20, stream -> {
                    for (int i = 0; i < 100; i++) {
                        stream.write(zeros);
                    }
                }));
        assertThat(archive).isRegularFile().satisfies(file -> assertThat(Files.size(file))
                .isLessThan(1 << 20));

        assertRefused(kind, archive, "entry \"bomb\": the archive unpacks to more than 100 times its size");
    }

    @Test
    void refusesLinksAndDevicesInATar() throws IOException {
        for (byte type : new byte[] {
            TarConstants.LF_SYMLINK,
            TarConstants.LF_LINK,
            TarConstants.LF_CHR,
            TarConstants.LF_BLK,
            TarConstants.LF_FIFO
        }) {
            Path archive = folder.resolve("links.tar.gz");
            try (TarArchiveOutputStream tar =
                    new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
                TarArchiveEntry entry = new TarArchiveEntry("special", type);
                entry.setLinkName("/etc/passwd");
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            assertRefused(ArchiveKind.TAR_GZ, archive, "entry \"special\" is a link or device");
        }
    }

    @Test
    void refusesLinksInAZip() throws IOException {
        Path archive = folder.resolve("links.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            ZipArchiveEntry entry = new ZipArchiveEntry("link");
            entry.setUnixMode(0120777);
            zip.putArchiveEntry(entry);
            zip.write("/etc/passwd".getBytes(UTF_8));
            zip.closeArchiveEntry();
        }
        assertRefused(ArchiveKind.ZIP, archive, "entry \"link\" is a link or device");
    }

    @Test
    void refusesEncryptedEntries() throws IOException {
        Path archive = archive(ArchiveKind.ZIP, "secret");
        byte[] bytes = Files.readAllBytes(archive);
        int central = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
        bytes[central + 8] |= 1;
        Files.write(archive, bytes);

        assertRefused(ArchiveKind.ZIP, archive, "entry \"secret\" is encrypted");
    }

    @Test
    @SuppressWarnings("PreferCharsetOverload") // That overload is private.
    void readsNamesWrittenByChineseWindows() throws IOException {
        Path archive = folder.resolve("gbk.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            zip.setEncoding("GB18030");
            zip.setUseLanguageEncodingFlag(false);
            zip.putArchiveEntry(new ZipArchiveEntry("训练/图片.jpg"));
            zip.closeArchiveEntry();
        }
        assertThat(extracted(ArchiveKind.ZIP, archive, LIMITS)).containsExactly("训练/图片.jpg");
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAnArchiveIsNone(ArchiveKind kind) throws IOException {
        Path archive = Files.writeString(folder.resolve("text"), "This is a text and no archive at all.");
        assertRefused(kind, archive, "archive that can be read");

        Files.write(archive, new byte[0]);
        assertRefused(kind, archive, "archive that can be read");
    }

    @ParameterizedTest
    @EnumSource
    void endsWithAClearReasonWhateverByteIsWrong(ArchiveKind kind) throws IOException {
        byte[] whole = Files.readAllBytes(archive(kind, "train.jsonl", "images/1.jpg", "images/2.jpg"));
        Random random = new Random(11);
        Path broken = folder.resolve("broken");
        for (int i = 0; i < 300; i++) {
            byte[] bytes = i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(broken, bytes);
            Path out = Files.createTempDirectory(folder, "out");
            try {
                new ArchiveExtractor(LIMITS, unpacked -> {}).extract(kind, broken, out);
            } catch (RefusedArchiveException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        try (Stream<Path> made = Files.list(folder)) {
            assertThat(made.map(path -> path.getFileName().toString()))
                    .allMatch(name -> name.startsWith("out") || name.equals("broken") || name.equals("archive"));
        }
    }

    @Test
    void endsWhenItIsToldTo() throws IOException {
        Path archive = archive(ArchiveKind.ZIP, "a");
        ArchiveExtractor extractor = new ArchiveExtractor(LIMITS, unpacked -> {
            throw new IllegalStateException("stopped after " + unpacked);
        });

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> extractor.extract(ArchiveKind.ZIP, archive, Files.createDirectory(folder.resolve("out"))))
                .withMessage("stopped after 12");
    }

    private List<String> extracted(ArchiveKind kind, Path archive, ExtractionLimits limits) throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        new ArchiveExtractor(limits, unpacked -> {}).extract(kind, archive, out);
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void assertRefused(ArchiveKind kind, Path archive, String message) throws IOException {
        assertRefused(kind, archive, message, LIMITS);
    }

    private void assertRefused(ArchiveKind kind, Path archive, String message, ExtractionLimits limits)
            throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        assertThatExceptionOfType(RefusedArchiveException.class)
                .isThrownBy(() -> new ArchiveExtractor(limits, unpacked -> {}).extract(kind, archive, out))
                .withMessageContaining(message);
    }

    /** An archive of files, each with {@code content of <name>}; a name that ends with a slash is a folder. */
    private Path archive(ArchiveKind kind, String... names) throws IOException {
        Path archive = folder.resolve("archive");
        write(kind, archive, out -> {
            for (String name : names) {
                byte[] content = name.endsWith("/") ? new byte[0] : ("content of " + name).getBytes(UTF_8);
                out.file(name, content.length, stream -> stream.write(content));
            }
        });
        return archive;
    }

    private static void write(ArchiveKind kind, Path archive, Content content) throws IOException {
        switch (kind) {
            case ZIP -> {
                try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
                    content.writeTo((name, size, bytes) -> {
                        zip.putArchiveEntry(new ZipArchiveEntry(name));
                        bytes.writeTo(zip);
                        zip.closeArchiveEntry();
                    });
                }
            }
            case TAR_GZ -> {
                try (TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)), "UTF-8")) {
                    content.writeTo((name, size, bytes) -> {
                        TarArchiveEntry entry = new TarArchiveEntry(name, true);
                        entry.setName(name);
                        entry.setSize(size);
                        tar.putArchiveEntry(entry);
                        bytes.writeTo(tar);
                        tar.closeArchiveEntry();
                    });
                }
            }
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (all.slice(i, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    private interface Content {
        void writeTo(Entries out) throws IOException;
    }

    private interface Entries {
        void file(String name, long size, Bytes bytes) throws IOException;
    }

    private interface Bytes {
        void writeTo(OutputStream stream) throws IOException;
    }
}
