package dev.modelyard.trainer.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.task.Task;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageImportTest {
    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void prepare() throws IOException {
        imports = new Imports(folder);
    }

    @Test
    void readsFoldersOfLabels() throws IOException {
        DatasetVersion version = imports.file("cat/1.jpg", image("jpg"))
                .file("cat/2.PNG", image("png"))
                .file("dog/1.bmp", image("bmp"))
                .file("dog/2.gif", image("gif"))
                .file("dog/.DS_Store", "clutter")
                .of(Task.IMAGE_CLASSIFICATION);

        assertThat(version.summary().labels()).containsExactly("cat", "dog");
        assertThat(version.images(Split.TRAIN).files())
                .containsExactly("cat/1.jpg", "cat/2.PNG", "dog/1.bmp", "dog/2.gif");
        assertThat(version.images(Split.TRAIN).labels()).containsExactly(0, 0, 1, 1);
        assertThat(version.bytes("dog/2.gif")).isEqualTo(image("gif"));
        assertThat(version.file("cat/1.jpg")).hasBinaryContent(image("jpg"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> version.file("cat/3.jpg"));
    }

    @Test
    void readsFoldersOfSplits() throws IOException {
        DatasetVersion version = imports.file("train/cat/1.jpg", image("jpg"))
                .file("train/dog/1.jpg", image("jpg"))
                .file("val/dog/1.jpg", image("jpg"))
                .of(Task.IMAGE_CLASSIFICATION);

        assertThat(version.images(Split.TRAIN).labels()).containsExactly(0, 1);
        assertThat(version.images(Split.VALIDATION).files()).containsExactly("val/dog/1.jpg");
    }

    @Test
    void readsLists() throws IOException {
        DatasetVersion version = listed("images/a b.jpg 1\nimages/2.jpg\t0\n")
                .file("test_list.txt", "images/3.jpg 1\n")
                .file("images/unlisted.txt", "nothing")
                .of(Task.IMAGE_CLASSIFICATION);

        assertThat(version.images(Split.TRAIN).files()).containsExactly("images/a b.jpg", "images/2.jpg");
        assertThat(version.images(Split.TEST).labels()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            images/9.jpg 0          | there is no file "images/9.jpg" in the content
            images/2.jpg            | not a path and the id of a class: "images/2.jpg"
            images/2.jpg dog        | not a path and the id of a class
            images/2.jpg 2          | class 2, but labels.txt has 2 classes, 0 to 1
            images/2.jpg -1         | not a path and the id of a class
            ../secret.jpg 0         | not a path within the content: "../secret.jpg"
            images/../../s.jpg 0    | not a path within the content
            /etc/passwd 0           | not a path within the content: "/etc/passwd"
            images\\2.jpg 0          | not a path within the content
            images/2.jpg 0          | image "images/2.jpg" is there already, for another label or split
            images 0                | there is no file "images" in the content
            """)
    void saysWhatIsWrongWithALineOfAList(String line, String problem) throws IOException {
        Files.write(folder.resolve("secret.jpg"), image("jpg"));
        listed("images/2.jpg 1\nimages/3.jpg 0\n" + line + "\n");

        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION)).startsWith("train_list.txt line 3: " + problem);
    }

    @Test
    void wantsNamesForTheClassesOfALists() throws IOException {
        listed("images/2.jpg 1\nimages/3.jpg 0\n");
        Files.delete(imports.root.resolve("labels.txt"));

        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION)).startsWith("labels.txt: is missing");
    }

    @Test
    void namesEveryBrokenImage() throws IOException {
        byte[] jpeg = image("jpg");
        byte[] png = image("png");
        imports.file("cat/1.jpg", Arrays.copyOf(jpeg, jpeg.length / 2))
                .file("cat/2.png", Arrays.copyOf(png, png.length / 2))
                .file("cat/3.jpg", new byte[0])
                .file("cat/4.png", "a text")
                .file("dog/5.jpg", cmyk())
                .file("dog/6.png", pngOf(50_000, 50_000))
                .file("dog/7.jpg", new byte[2 << 20])
                .file("dog/8.webp", "RIFF")
                .file("dog/9.jpg", jpeg);

        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION))
                .startsWith("8 problems:")
                .contains(
                        "\"cat/1.jpg\": a broken image",
                        "\"cat/2.png\": a broken image",
                        "\"cat/3.jpg\": not an image that can be read",
                        "\"cat/4.png\": not an image that can be read",
                        "\"dog/5.jpg\": in CMYK",
                        "\"dog/6.png\": 50000 × 50000 pixels; at most 1000000",
                        "\"dog/7.jpg\" has more than 1048576 bytes",
                        "dog/8.webp: not an image (.jpg, .jpeg, .png, .bmp or .gif)")
                .doesNotContain("9.jpg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
    void survivesAnyWrongByteOfAnImage(String format) throws IOException {
        byte[] good = image(format);
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] bytes = good.clone();
            for (int j = 0; j < 3; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            imports.file("cat/%d.%s".formatted(i, format), bytes);
        }
        imports.file("bad/broken.png", "x");

        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION))
                .contains("bad: image \"bad/broken.png\": not an image");
    }

    @Test
    void refusesFoldersThatAreNotLaidOutAsLabels() throws IOException {
        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION)).startsWith("the content has no images");
        imports.file("cat/more/1.jpg", image("jpg")).file("2.jpg", image("jpg"));
        Files.createDirectory(imports.root.resolve("dog"));
        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION))
                .contains("2.jpg: an image outside", "cat/more: a folder within the folder of a label");
    }

    @Test
    void refusesALabelThatIsNotInTheLabelsFile() throws IOException {
        imports.file("cat/1.jpg", image("jpg")).file("dog/1.jpg", image("jpg")).file("labels.txt", "cat\ncow\n");

        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION)).startsWith("dog: label \"dog\" is not in labels.txt");
    }

    @Test
    void followsNoLinkOutOfTheImportRoots() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret"));
        Files.write(secret.resolve("1.jpg"), image("jpg"));
        imports.file("cat/1.jpg", image("jpg")).file("dog/1.jpg", image("jpg"));
        Files.createSymbolicLink(imports.root.resolve("dog/2.jpg"), secret.resolve("1.jpg"));
        assertThat(imports.problemOf(Task.IMAGE_CLASSIFICATION)).startsWith("dog: there is no file \"dog/2.jpg\"");

        Files.delete(imports.root.resolve("dog/2.jpg"));
        Files.createSymbolicLink(imports.root.resolve("dog/2.jpg"), imports.root.resolve("cat/1.jpg"));
        Files.createSymbolicLink(imports.root.resolve("cow"), secret);
        assertThat(imports.of(Task.IMAGE_CLASSIFICATION).images(Split.TRAIN).files())
                .containsExactly("cat/1.jpg", "dog/1.jpg", "dog/2.jpg");
    }

    @Test
    void importsNothingFromElsewhere() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret"));
        Files.createSymbolicLink(imports.root.resolve("link"), secret);
        for (String path : new String[] {
            secret.toString(),
            imports.root + "/../secret",
            imports.root + "/link",
            folder.toString(),
            "/",
            "root",
            imports.root + "/../nothing",
            imports.root + "x"
        }) {
            assertThat(imports.problemOf(
                            Task.IMAGE_CLASSIFICATION, new ImportSource.Folder(path), ErrorCode.PATH_NOT_ALLOWED))
                    .startsWith("\"");
        }
        assertThat(imports.problemOf(
                        Task.IMAGE_CLASSIFICATION,
                        new ImportSource.Folder(imports.root + "/nothing"),
                        ErrorCode.INVALID_DATA))
                .endsWith("no such file or folder");
        assertThat(imports.problemOf(
                        Task.IMAGE_CLASSIFICATION, new ImportSource.Folder("a\0b"), ErrorCode.PATH_NOT_ALLOWED))
                .endsWith("is not a path");
    }

    @Test
    void storesAnImageOnceHoweverOftenItIsListed() throws IOException {
        DatasetVersion version =
                listed("images/2.jpg 1\nimages/2.jpg 1\nimages/3.jpg 0\n").of(Task.IMAGE_CLASSIFICATION);

        assertThat(Imports.records(version)).extracting(DatasetRecord::file).hasSize(3);
        assertThat(version.artifact().files()).hasSize(4);
    }

    private Imports listed(String list) throws IOException {
        return imports.file("labels.txt", "cat\ndog\n")
                .file("train_list.txt", list)
                .file("images/a b.jpg", image("jpg"))
                .file("images/2.jpg", image("jpg"))
                .file("images/3.jpg", image("jpg"));
    }

    private static byte[] image(String format) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < 1200; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static byte[] cmyk() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, 20, 20, 4, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A png that says it is that large and has no pixels. */
    private static byte[] pngOf(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(UTF_8))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        CRC32 crc = new CRC32();
        crc.update(header);
        png.write(ByteBuffer.allocate(4).putInt(13).array());
        png.write(header);
        png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return png.toByteArray();
    }
}
