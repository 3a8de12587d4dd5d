package dev.modelyard.modellibrary.picture;

/**
 * Resizes pictures with a triangle filter that widens with the reduction, so that fine structure fades instead of aliasing; when
 * enlarging it is bilinear interpolation. Pixel centres lie at half coordinates.
 */
public final class Resampler {
    /** For each target pixel of one axis the source pixels it takes from and with which weight. */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int source, int target) {
            double scale = (double) source / target;
            double radius = Math.max(scale, 1);
            int[] first = new int[target];
            float[][] weights = new float[target][];
            for (int i = 0; i < target; i++) {
                double centre = (i + 0.5) * scale;
                int from = Math.max(0, (int) Math.floor(centre - radius));
                int to = Math.min(source, (int) Math.ceil(centre + radius));
                float[] taps = new float[to - from];
                float sum = 0;
                for (int j = 0; j < taps.length; j++) {
                    taps[j] = (float) Math.max(0, 1 - Math.abs(from + j + 0.5 - centre) / radius);
                    sum += taps[j];
                }
                for (int j = 0; j < taps.length; j++) {
                    taps[j] /= sum;
                }
                first[i] = from;
                weights[i] = taps;
            }
            return new Taps(first, weights);
        }
    }

    private Resampler() {}

    /** The picture at that size, stretched where the proportions differ. */
    public static Picture resize(Picture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        float[] rows = horizontal(picture, Taps.of(picture.width(), width));
        return new Picture(width, height, vertical(rows, Picture.CHANNELS * width, Taps.of(picture.height(), height)));
    }

    private static float[] horizontal(Picture picture, Taps taps) {
        int width = taps.first.length;
        byte[] rgb = picture.rgb();
        float[] result = new float[Picture.CHANNELS * width * picture.height()];
        int to = 0;
        for (int y = 0; y < picture.height(); y++) {
            int row = Picture.CHANNELS * y * picture.width();
            for (int x = 0; x < width; x++) {
                float[] weights = taps.weights[x];
                int from = row + Picture.CHANNELS * taps.first[x];
                float red = 0;
                float green = 0;
                float blue = 0;
                for (float weight : weights) {
                    red += weight * (rgb[from] & 0xFF);
                    green += weight * (rgb[from + 1] & 0xFF);
                    blue += weight * (rgb[from + 2] & 0xFF);
                    from += Picture.CHANNELS;
                }
                result[to++] = red;
                result[to++] = green;
                result[to++] = blue;
            }
        }
        return result;
    }

    private static byte[] vertical(float[] rows, int rowLength, Taps taps) {
        int height = taps.first.length;
        byte[] result = new byte[rowLength * height];
        for (int y = 0; y < height; y++) {
            float[] weights = taps.weights[y];
            for (int x = 0; x < rowLength; x++) {
                float sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    sum += weights[j] * rows[(taps.first[y] + j) * rowLength + x];
                }
                result[y * rowLength + x] = (byte) Math.clamp(Math.round(sum), 0, 255);
            }
        }
        return result;
    }
}
