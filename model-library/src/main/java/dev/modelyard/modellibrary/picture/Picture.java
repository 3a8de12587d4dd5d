package dev.modelyard.modellibrary.picture;

/**
 * A picture in memory.
 *
 * @param rgb red, green and blue of each pixel, row by row from the top left; {@code 3 * width * height} bytes, 0 to 255 unsigned;
 *     not copied, so not to be changed
 */
public record Picture(int width, int height, byte[] rgb) {
    /** Bytes of one pixel. */
    public static final int CHANNELS = 3;

    public Picture {
        if (width < 1 || height < 1 || rgb.length != CHANNELS * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes are no picture of %d x %d".formatted(rgb.length, width, height));
        }
    }

    /** Red (0), green (1) or blue (2) at that pixel, 0 to 255. */
    public int at(int x, int y, int channel) {
        return rgb[CHANNELS * (y * width + x) + channel] & 0xFF;
    }
}
