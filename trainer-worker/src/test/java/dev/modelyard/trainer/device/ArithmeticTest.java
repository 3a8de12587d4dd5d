package dev.modelyard.trainer.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.job.Precision;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.torchscript.RenderOptions;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static final Network PICTURES =
            NetworkCatalog.standard().build("resnet18-compact", new NetworkRequest.Image(3, 32, 32, 10));
    private static final Network TEXTS =
            NetworkCatalog.standard().build("text-ngram-bag", new NetworkRequest.Text(100, 3));

    @Test
    void findsBfloat16AmongTheFlagsOfAProcessor() {
        assertThat(Arithmetic.flagsHaveBf16("processor\t: 0\nflags\t\t: fpu avx2 avx512_bf16 avx512f\n"))
                .isTrue();
        assertThat(Arithmetic.flagsHaveBf16("processor\t: 0\nflags\t\t: fpu avx2 avx512f\n"))
                .isFalse();
        assertThat(Arithmetic.flagsHaveBf16("")).isFalse();
    }

    @Test
    void takesBfloat16OnAGpuOrWhenAskedAndChannelsLastForPictures() {
        assertThat(Arithmetic.choose(Precision.AUTO, PICTURES, 1)).isEqualTo(RenderOptions.FAST);
        assertThat(Arithmetic.choose(Precision.FP32, PICTURES, 1)).isEqualTo(new RenderOptions(false, true));
        assertThat(Arithmetic.choose(Precision.BF16, TEXTS, 1)).isEqualTo(new RenderOptions(true, false));
        assertThat(Arithmetic.choose(Precision.AUTO, TEXTS, 1)).isEqualTo(RenderOptions.EXACT);
    }

    @Test
    void takesNoBfloat16WhereTheHardwareHasNone() {
        assertThat(Arithmetic.choose(Precision.BF16, PICTURES, false)).isEqualTo(new RenderOptions(false, true));
        assertThat(Arithmetic.choose(Precision.AUTO, PICTURES, false)).isEqualTo(new RenderOptions(false, true));
    }

    @Test
    void dividesOnlyTheOperationsOfPicturesAmongThreads() {
        assertThat(Arithmetic.threads(PICTURES, 8)).isEqualTo(8);
        assertThat(Arithmetic.threads(TEXTS, 8)).isEqualTo(1);
    }
}
