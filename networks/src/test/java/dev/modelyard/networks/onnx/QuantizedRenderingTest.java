package dev.modelyard.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.pretrained.EncoderConfig;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.networks.sample.OnnxRunner;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedRenderingTest {
    private static final int VOCABULARY = 50;
    private static final int LENGTH = 12;
    private static final int TEXTS = 8;
    private static final EncoderConfig CONFIG = new EncoderConfig(
            "bert", VOCABULARY, 96, 2, 4, 256, 24, 0, 2, false, 1e-12, Activation.Function.GELU, 0.1, 0.1);

    private final Network network = EncoderNetwork.build(CONFIG, new NetworkRequest.Target.Value(0, 1));
    private final Weights weights = asIfTrained(network);

    @ParameterizedTest
    @ValueSource(ints = {16, 48, 96, 256, 768})
    void roundsNoWeightByMoreThanHalfAStepOfItsBlock(int inputs) {
        Random random = new Random(inputs);
        float[] numbers = new float[20 * inputs];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        numbers[3] = 40;

        BlockQuantized quantized = BlockQuantized.of(Tensor.of(Shape.of(20, inputs), numbers));

        assertThat(inputs % quantized.block()).isZero();
        float[] scales = quantized.scales().toFloats();
        for (int i = 0; i < numbers.length; i++) {
            float scale = scales[i / quantized.block()];
            int value = quantized.values().data().get(i) & 0xff;
            assertThat((value - 128) * scale).isCloseTo(numbers[i], within(0.5001f * scale));
        }
        assertThat(scales[0]).isCloseTo(40 / 127f, within(1e-6f));
        assertThat(scales[1]).isLessThan(5 / 127f);
    }

    @Test
    void aBlockOfZerosStaysZero() {
        BlockQuantized quantized = BlockQuantized.of(Tensor.of(Shape.of(16, 16), new float[256]));

        assertThat(quantized.scales().toFloats()).containsOnly(0);
    }

    @Test
    void isForLayersOverSequencesThatAreLargeEnough() {
        assertThat(Onnx.isQuantizable(network)).isTrue();
        assertThat(BlockQuantized.fits(Linear.of("few", "x", 64, 2))).isFalse();
        assertThat(BlockQuantized.fits(Linear.of("odd", "x", 72, 64))).isFalse();
        EncoderConfig narrow = new EncoderConfig(
                "bert", VOCABULARY, 8, 1, 2, 8, 24, 0, 2, false, 1e-12, Activation.Function.GELU, 0.1, 0.1);
        assertThat(Onnx.isQuantizable(EncoderNetwork.build(narrow, new NetworkRequest.Target.Classes(2))))
                .isFalse();
    }

    @Test
    void answersAboutWhatTheExactRenderingDoes() throws Exception {
        SequencedMap<String, Tensor> texts = texts(TEXTS, 1);

        float[] exact = answers(WeightFormat.F32, texts);
        float[] quantized = answers(WeightFormat.INT8, texts);

        double spread = spread(exact);
        assertThat(quantized).isNotEqualTo(exact);
        for (int i = 0; i < exact.length; i++) {
            assertThat((double) quantized[i]).isCloseTo(exact[i], within(0.1 * spread));
        }
    }

    @Test
    void anAnswerDoesNotDependOnWhatIsComputedWithIt() throws Exception {
        float[] together = answers(WeightFormat.INT8, texts(TEXTS, 1));
        float[] alone = answers(WeightFormat.INT8, texts(1, 1));

        assertThat(together[0]).isCloseTo(alone[0], within(1e-5f));
    }

    private float[] answers(WeightFormat format, SequencedMap<String, Tensor> texts) throws IOException, OrtException {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        Onnx.write(network, weights, format, model);
        try (OnnxRunner runner = new OnnxRunner(model.toByteArray())) {
            return Objects.requireNonNull(runner.run(texts).get("value")).toFloats();
        }
    }

    private static double spread(float[] numbers) {
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (float number : numbers) {
            least = Math.min(least, number);
            most = Math.max(most, number);
        }
        return most - least;
    }

    /** The first of them are the same, however many there are. */
    private static SequencedMap<String, Tensor> texts(int number, long seed) {
        Random random = new Random(seed);
        Shape shape = Shape.of(number, LENGTH);
        long[] ids = random.longs((long) number * LENGTH, 1, VOCABULARY).toArray();
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", Tensor.of(shape, ids));
        inputs.put("token_type_ids", Tensor.of(shape, new long[ids.length]));
        inputs.put("attention_mask", Tensor.of(shape, mask));
        return inputs;
    }

    /** Larger than the first weights of a training, so that texts get answers that differ. */
    private static Weights asIfTrained(Network network) {
        Weights first = Initializer.initialize(network, 3);
        Map<String, Tensor> larger = new HashMap<>();
        first.tensors().forEach((name, tensor) -> {
            if (tensor.shape().rank() == 2) {
                float[] numbers = tensor.toFloats();
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] *= 5;
                }
                larger.put(name, Tensor.of(tensor.shape(), numbers));
            }
        });
        return first.with(larger);
    }
}
