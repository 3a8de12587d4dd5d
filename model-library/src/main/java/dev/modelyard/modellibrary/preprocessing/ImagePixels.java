package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.picture.PictureDecoder;
import dev.modelyard.modellibrary.picture.Resampler;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.nio.file.Path;

/**
 * A picture stretched to the network's size; each channel value v of 0 to 1 becomes (v − .5) / .25.
 *
 * @param height of the network's input, in pixels
 * @param width of the network's input, in pixels
 */
public record ImagePixels(int height, int width) implements Preprocessing {
    /** More pixels than this are refused. */
    public static final long MOST_PIXELS = 50_000_000;

    private static final PictureDecoder DECODER = new PictureDecoder(MOST_PIXELS);
    private static final float MEAN = 0.5f;
    private static final float DEVIATION = 0.25f;
    private static final float[] BYTES = new float[256];

    static {
        for (int value = 0; value < BYTES.length; value++) {
            BYTES[value] = normalised(value / 255f);
        }
    }

    public ImagePixels {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("no image has %d x %d pixels".formatted(width, height));
        }
    }

    /** What the network gets for a channel value of 0 to 1. */
    public static float normalised(float value) {
        return (value - MEAN) / DEVIATION;
    }

    /**
     * Decodes a file and stretches it to the network's size.
     *
     * @throws InvalidSampleException if it cannot be decoded
     */
    public Picture read(byte[] file) {
        return Resampler.resize(DECODER.decode(file, width, height), width, height);
    }

    /** Writes a picture of the network's size as it takes it: channels, rows, columns, normalised, from {@code offset} on. */
    public static void write(Picture picture, float[] to, int offset) {
        int plane = picture.width() * picture.height();
        byte[] rgb = picture.rgb();
        for (int i = 0, from = 0; i < plane; i++) {
            for (int channel = 0; channel < Picture.CHANNELS; channel++, from++) {
                to[offset + channel * plane + i] = BYTES[rgb[from] & 0xFF];
            }
        }
    }

    @Override
    public SampleForm form() {
        return new SampleForm.Image();
    }

    @Override
    public Preparer open(Path folder) {
        return new PixelPreparer(this);
    }

    private record PixelPreparer(ImagePixels pixels) implements Preparer {
        @Override
        public Prepared prepare(Sample sample) {
            if (!(sample instanceof ImageSample image)) {
                throw new InvalidSampleException("this model takes an image, not " + sample.description());
            }
            float[] values = new float[size()];
            write(pixels.read(image.bytes()), values, 0);
            return new Prepared.Dense(values);
        }

        @Override
        public Prepared blank() {
            return new Prepared.Dense(new float[size()]);
        }

        private int size() {
            return Picture.CHANNELS * pixels.width() * pixels.height();
        }
    }
}
