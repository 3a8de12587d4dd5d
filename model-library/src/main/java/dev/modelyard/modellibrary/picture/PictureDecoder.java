package dev.modelyard.modellibrary.picture;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes JPEG, PNG, BMP and GIF (its first frame). Transparent pixels are laid on white. */
public final class PictureDecoder {
    private static final List<String> FORMATS = List.of("jpeg", "png", "bmp", "gif");

    /** A picture is decoded at this many times the wanted size at least, so that averaging has enough to work on. */
    private static final int FINER = 8;

    private final long mostPixels;

    static {
        // Decoding must not depend on a disk; the files are in memory already.
        ImageIO.setUseCache(false);
    }

    /** A decoder that refuses pictures of more pixels, by their header, before it takes memory for them. */
    public PictureDecoder(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    /**
     * Decodes a whole file.
     *
     * @throws InvalidSampleException if it is of no known format, broken, cut off or too large
     */
    public Picture decode(byte[] file) {
        return read(file, (_, _) -> 1);
    }

    /**
     * Decodes a file that will be shrunk to that size: of pictures many times larger only each so many-th pixel is kept, which
     * takes memory for a small picture only.
     *
     * @throws InvalidSampleException if it is of no known format, broken, cut off or too large
     */
    public Picture decode(byte[] file, int wantedWidth, int wantedHeight) {
        return read(
                file,
                (width, height) ->
                        Math.max(1, Math.min(width / (wantedWidth * FINER), height / (wantedHeight * FINER))));
    }

    /**
     * The pixels a file says it has, by its header.
     *
     * @throws InvalidSampleException if it is of no known format or has no header
     */
    public static long pixels(byte[] file) {
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            ImageReader reader = reader(input);
            try {
                reader.setInput(input, true, true);
                return (long) reader.getWidth(0) * reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidSampleException("not a readable image: its header makes no sense", e);
        }
    }

    /** Which part of the rows and columns is kept: every so many-th. */
    private interface Step {
        int of(int width, int height);
    }

    private Picture read(byte[] file, Step step) {
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            ImageReader reader = reader(input);
            try {
                reader.setInput(input, true, true);
                requireSize(reader.getWidth(0), reader.getHeight(0));
                ImageReadParam parameters = reader.getDefaultReadParam();
                int every = step.of(reader.getWidth(0), reader.getHeight(0));
                parameters.setSourceSubsampling(every, every, 0, 0);
                return picture(reader.read(0, parameters));
            } finally {
                reader.dispose();
            }
        } catch (IIOException e) {
            throw new InvalidSampleException("not a readable image: " + reason(e), e);
        } catch (IOException e) {
            throw new InvalidSampleException("not a readable image: it is cut off or broken", e);
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ClassCastException e) {
            // What the JDK's readers throw at headers that contradict themselves.
            throw new InvalidSampleException("not a readable image: its header or colours make no sense", e);
        }
    }

    private static ImageReader reader(ImageInputStream input) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new InvalidSampleException("not an image of a known format (JPEG, PNG, BMP, GIF)");
    }

    private void requireSize(int width, int height) {
        if ((long) width * height > mostPixels) {
            throw new InvalidSampleException("an image of %d x %d pixels is too large; the limit is %d pixels"
                    .formatted(width, height, mostPixels));
        }
    }

    private static String reason(IIOException e) {
        String said = String.valueOf(e.getMessage());
        // The reader's own words help ("Unsupported Image Type" is CMYK) where they are a short sentence.
        return said.length() <= 80 && said.chars().allMatch(c -> c >= ' ' && c < 127) ? said : "it is broken";
    }

    private static Picture picture(BufferedImage image) {
        BufferedImage plain = image;
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR && image.getType() != BufferedImage.TYPE_INT_RGB) {
            plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = plain.createGraphics();
            graphics.drawImage(image, 0, 0, Color.WHITE, null);
            graphics.dispose();
        }
        int width = plain.getWidth();
        int height = plain.getHeight();
        int[] row = new int[width];
        byte[] rgb = new byte[Picture.CHANNELS * width * height];
        int to = 0;
        for (int y = 0; y < height; y++) {
            plain.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                rgb[to++] = (byte) (pixel >> 16);
                rgb[to++] = (byte) (pixel >> 8);
                rgb[to++] = (byte) pixel;
            }
        }
        return new Picture(width, height, rgb);
    }
}
