package dev.modelyard.modellibrary.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    private final PictureDecoder decoder = new PictureDecoder(10_000);

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void readsExactColoursOfLosslessFormats(String format) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, new Color(10, 200, 30).getRGB());

        Picture picture = decoder.decode(file(image, format));

        assertThat(picture.width()).isEqualTo(3);
        assertThat(picture.height()).isEqualTo(2);
        assertThat(new int[] {picture.at(2, 1, 0), picture.at(2, 1, 1), picture.at(2, 1, 2)})
                .containsExactly(10, 200, 30);
        assertThat(picture.at(0, 0, 0)).isZero();
    }

    @Test
    void laysTransparentPixelsOnWhite() throws IOException {
        Picture picture = decoder.decode(file(new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB), "png"));

        assertThat(picture.rgb()).containsOnly((byte) 255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
    void readsNoMoreOfALargePictureThanASmallOneNeeds(String format) throws IOException {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 480; y++) {
            for (int x = 320; x < 640; x++) {
                image.setRGB(x, y, Color.WHITE.getRGB());
            }
        }
        byte[] file = file(image, format);

        Picture picture = new PictureDecoder(1_000_000).decode(file, 10, 10);

        assertThat(PictureDecoder.pixels(file)).isEqualTo(640 * 480);
        assertThat(picture.width()).isEqualTo(107);
        assertThat(picture.height()).isEqualTo(80);
        assertThat(picture.at(40, 40, 0)).isLessThan(8);
        assertThat(picture.at(60, 40, 0)).isGreaterThan(247);
    }

    @Test
    void readsGreyPictures() throws IOException {
        BufferedImage grey = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(5, 6, 0, 255);

        Picture picture = decoder.decode(file(grey, "png"));

        assertThat(picture.at(5, 6, 0)).isEqualTo(255);
        assertThat(picture.at(0, 0, 1)).isZero();
    }

    @Test
    void refusesAPictureOfTooManyPixelsByItsHeader() throws IOException {
        byte[] large = file(new BufferedImage(200, 100, BufferedImage.TYPE_BYTE_BINARY), "png");

        assertThatThrownBy(() -> decoder.decode(large))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessageContaining("200 x 100");
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(
                        () -> decoder.decode("GIF, but not really".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessageContaining("known format");
        assertThatThrownBy(() -> decoder.decode(new byte[0])).isInstanceOf(InvalidSampleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp"})
    void namesABrokenPictureInsteadOfCrashing(String format) throws IOException {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        byte[] whole = file(image, format);
        Random random = new Random(1);

        assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(whole, whole.length / 3)))
                .isInstanceOf(InvalidSampleException.class);
        for (int i = 0; i < 300; i++) {
            byte[] broken = whole.clone();
            for (int j = 0; j < 4; j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            decodeOrRefuse(broken);
        }
    }

    private void decodeOrRefuse(byte[] file) {
        try {
            assertThat(decoder.decode(file).rgb()).isNotEmpty();
        } catch (InvalidSampleException e) {
            assertThat(e).hasMessageContaining("image");
        }
    }

    private static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }
}
