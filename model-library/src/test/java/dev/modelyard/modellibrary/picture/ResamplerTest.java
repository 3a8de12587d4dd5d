package dev.modelyard.modellibrary.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    @Test
    void averagesWhenItReduces() {
        // Given a checkerboard of single pixels
        byte[] board = new byte[3 * 64 * 64];
        for (int i = 0; i < 64 * 64; i++) {
            boolean white = (i / 64 + i % 64) % 2 == 0;
            Arrays.fill(board, 3 * i, 3 * i + 3, (byte) (white ? 255 : 0));
        }

        Picture small = Resampler.resize(new Picture(64, 64, board), 8, 8);

        // Then no pixel aliases to black or white
        for (int i = 0; i < 64; i++) {
            assertThat(small.at(i % 8, i / 8, 0)).isBetween(120, 135);
        }
    }

    @Test
    void interpolatesWhenItEnlarges() {
        Picture two = new Picture(2, 1, new byte[] {0, 0, 0, (byte) 200, 100, 40});

        Picture four = Resampler.resize(two, 4, 1);

        assertThat(four.at(0, 0, 0)).isZero();
        assertThat(four.at(1, 0, 0)).isEqualTo(50);
        assertThat(four.at(2, 0, 0)).isEqualTo(150);
        assertThat(four.at(3, 0, 0)).isEqualTo(200);
        assertThat(four.at(3, 0, 2)).isEqualTo(40);
    }

    @Test
    void keepsAPlainPictureAsItIs() {
        byte[] grey = new byte[3 * 50 * 30];
        Arrays.fill(grey, (byte) 77);

        Picture resized = Resampler.resize(new Picture(50, 30, grey), 28, 28);

        assertThat(resized.rgb()).containsOnly(77);
    }
}
