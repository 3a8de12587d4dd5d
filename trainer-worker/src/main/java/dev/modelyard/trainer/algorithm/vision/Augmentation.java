package dev.modelyard.trainer.algorithm.vision;

import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import java.util.random.RandomGenerator;

/**
 * Random views of a picture: turned, scaled, shifted, brighter or darker, with more or less contrast. What lies outside the picture
 * is its nearest edge pixel.
 *
 * @param rotation largest turn in either direction, in degrees
 * @param smallest smallest scale of the content
 * @param largest largest scale of the content
 * @param shift largest shift in either direction, as a share of the side
 * @param brightness largest change of brightness, as a share of the full range
 * @param contrast largest change of contrast, as a share
 */
record Augmentation(
        double rotation, double smallest, double largest, double shift, double brightness, double contrast) {
    /** What was found good for classifying objects that have an upright side. */
    static final Augmentation CLASSIFICATION = new Augmentation(15, 0.75, 1.15, 0.06, 0.125, 0.3);

    /** Writes a random view as the network takes it: channels, rows, columns, normalised, from {@code offset} on. */
    void view(Picture picture, RandomGenerator random, float[] to, int offset) {
        double angle = Math.toRadians(between(random, -rotation, rotation));
        double scale = Math.exp(between(random, Math.log(smallest), Math.log(largest)));
        double right = between(random, -shift, shift) * picture.width();
        double down = between(random, -shift, shift) * picture.height();
        float gain = (float) (1 + between(random, -contrast, contrast));
        float lift = (float) between(random, -brightness, brightness);

        // From each target pixel back to its place in the source, about the centre.
        double cos = Math.cos(angle) / scale;
        double sin = Math.sin(angle) / scale;
        double centreX = (picture.width() - 1) / 2.0;
        double centreY = (picture.height() - 1) / 2.0;
        int plane = picture.width() * picture.height();
        int at = offset;
        for (int y = 0; y < picture.height(); y++) {
            double dy = y - centreY - down;
            for (int x = 0; x < picture.width(); x++, at++) {
                double dx = x - centreX - right;
                float sourceX = (float) Math.clamp(cos * dx + sin * dy + centreX, 0, picture.width() - 1);
                float sourceY = (float) Math.clamp(-sin * dx + cos * dy + centreY, 0, picture.height() - 1);
                sample(picture, sourceX, sourceY, gain, lift, to, at, plane);
            }
        }
    }

    private static void sample(
            Picture picture, float x, float y, float gain, float lift, float[] to, int at, int plane) {
        int left = (int) x;
        int top = (int) y;
        int rightStep = left + 1 < picture.width() ? Picture.CHANNELS : 0;
        int downStep = top + 1 < picture.height() ? Picture.CHANNELS * picture.width() : 0;
        float fx = x - left;
        float fy = y - top;
        byte[] rgb = picture.rgb();
        int first = Picture.CHANNELS * (top * picture.width() + left);
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            int i = first + channel;
            float above = lerp(rgb[i] & 0xFF, rgb[i + rightStep] & 0xFF, fx);
            float below = lerp(rgb[i + downStep] & 0xFF, rgb[i + downStep + rightStep] & 0xFF, fx);
            float value = lerp(above, below, fy) / 255f;
            float changed = Math.clamp((value - 0.5f) * gain + 0.5f + lift, 0f, 1f);
            to[at + channel * plane] = ImagePixels.normalised(changed);
        }
    }

    private static float lerp(float from, float to, float share) {
        return from + (to - from) * share;
    }

    private static double between(RandomGenerator random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
