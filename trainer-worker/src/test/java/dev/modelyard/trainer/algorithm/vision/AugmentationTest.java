package dev.modelyard.trainer.algorithm.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int SIDE = 32;
    private static final int VALUES = 3 * SIDE * SIDE;

    @Test
    void changesNothingWhenItMayChangeNothing() {
        Picture picture = noise(1);
        float[] view = new float[VALUES];

        new Augmentation(0, 1, 1, 0, 0, 0).view(picture, new Random(1), view, 0);

        for (int i = 0; i < SIDE * SIDE; i++) {
            for (int channel = 0; channel < 3; channel++) {
                float expected = ImagePixels.normalised(picture.at(i % SIDE, i / SIDE, channel) / 255f);
                assertThat(view[channel * SIDE * SIDE + i])
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void isAFunctionOfTheRandomNumbersItIsGiven() {
        Picture picture = noise(2);
        float[] first = new float[VALUES];
        float[] same = new float[VALUES];
        float[] other = new float[VALUES];

        Augmentation.CLASSIFICATION.view(picture, new Random(7), first, 0);
        Augmentation.CLASSIFICATION.view(picture, new Random(7), same, 0);
        Augmentation.CLASSIFICATION.view(picture, new Random(8), other, 0);

        assertThat(same).containsExactly(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void staysWithinTheRangeOfANormalisedPicture() {
        float[] view = new float[VALUES];
        for (int seed = 0; seed < 100; seed++) {
            Augmentation.CLASSIFICATION.view(noise(seed), new Random(seed), view, 0);
            for (float value : view) {
                assertThat(value).isBetween(ImagePixels.normalised(0), ImagePixels.normalised(1));
            }
        }
    }

    private static Picture noise(int seed) {
        byte[] rgb = new byte[VALUES];
        new Random(seed).nextBytes(rgb);
        return new Picture(SIDE, SIDE, rgb);
    }
}
