package dev.modelyard.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Extent;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.sample.NetworkSampler;
import dev.modelyard.networks.sample.OnnxRunner;
import dev.modelyard.networks.sample.SampleData;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.torchscript.TorchScript;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class RenderingsAgreeTest {
    private static final Map<String, Long> SIZES = Map.of("batch", 3L, "length", 5L);
    private static final RenderOptions CHANNELS_LAST = new RenderOptions(false, true);

    @Test
    void everyTypeOfNodeCanBeDrawn() {
        assertThat(NetworkSampler.types()).isEqualTo(Set.of(Node.class.getPermittedSubclasses()));
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 15)
    void torchScriptAndOnnxAnswerTheSame(@ForAll long seed) throws OrtException {
        // Given a network that has every type of node
        Network network = NetworkSampler.draw(seed);
        Weights weights = SampleData.weights(network, seed);
        SequencedMap<String, Tensor> inputs = SampleData.inputs(network, SIZES, NetworkSampler.ROWS, seed);

        // When
        Map<String, Tensor> torch = torch(network, weights, inputs, RenderOptions.EXACT);
        Map<String, Tensor> channelsLast = torch(network, weights, inputs, CHANNELS_LAST);
        SequencedMap<String, Tensor> onnx;
        try (OnnxRunner runner = new OnnxRunner(Onnx.render(network, weights))) {
            onnx = runner.run(inputs);
        }

        // Then
        assertThat(List.copyOf(onnx.keySet())).isEqualTo(network.outputs());
        assertClose(onnx, torch, 1e-4);
        assertClose(channelsLast, torch, 1e-4);
    }

    /** Strides of one channel fit either layout, and libtorch takes one in thirty of these for the wrong one. */
    @Property(shrinking = ShrinkingMode.OFF, tries = 150, seed = "3")
    void oneChannelBetweenConvolutionsMayLieEitherWay(@ForAll long seed) {
        Random random = new Random(seed);
        int channels = random.nextInt(2, 5);
        Network network = new Network(
                List.of(Input.of("picture", ElementType.F32, channels, random.nextInt(8, 12), random.nextInt(8, 12))),
                List.of(
                        convolution("one", "picture", channels, 1, random),
                        convolution("further", "one", 1, random.nextInt(1, 4), random)),
                List.of("further"));
        Weights weights = SampleData.weights(network, seed);
        SequencedMap<String, Tensor> inputs = SampleData.inputs(network, SIZES, NetworkSampler.ROWS, seed);

        assertClose(
                torch(network, weights, inputs, CHANNELS_LAST),
                torch(network, weights, inputs, RenderOptions.EXACT),
                1e-4);
    }

    private static Conv2d convolution(String name, String input, int channels, int filters, Random random) {
        return new Conv2d(
                name,
                input,
                channels,
                filters,
                new Extent(random.nextInt(1, 4), random.nextInt(1, 4)),
                new Extent(random.nextInt(1, 3), random.nextInt(1, 3)),
                new Extent(0, 0),
                1,
                false,
                new Initialization.Kaiming(Initialization.Fan.IN));
    }

    /** Eight bits of mantissa keep about two digits a layer; few layers, and seeds that stay, keep the bound meaningful. */
    @Property(shrinking = ShrinkingMode.OFF, tries = 15, seed = "7")
    void bfloat16StaysClose(@ForAll long seed) {
        // Given
        Network network = NetworkSampler.drawSome(seed, 5);
        Weights weights = SampleData.weights(network, seed);
        SequencedMap<String, Tensor> inputs = SampleData.inputs(network, SIZES, NetworkSampler.ROWS, seed);

        // When
        Map<String, Tensor> exact = torch(network, weights, inputs, RenderOptions.EXACT);
        Map<String, Tensor> fast = torch(network, weights, inputs, RenderOptions.FAST);

        // Then
        assertClose(fast, exact, 5e-2);
    }

    private static SequencedMap<String, Tensor> torch(
            Network network, Weights weights, SequencedMap<String, Tensor> inputs, RenderOptions options) {
        try (TorchRuntime torch = new TorchRuntime(network, TorchScript.render(network, weights, options))) {
            return torch.run(inputs, false);
        }
    }

    /** Each number within the tolerance, in units of its tensor's largest number where that is above one. */
    private static void assertClose(Map<String, Tensor> actual, Map<String, Tensor> expected, double tolerance) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> {
            Tensor other = actual.getOrDefault(name, tensor);
            assertThat(other.shape()).as(name).isEqualTo(tensor.shape());
            float[] left = other.toFloats();
            float[] right = tensor.toFloats();
            double unit = 1;
            for (float value : right) {
                unit = Math.max(unit, Math.abs(value));
            }
            for (int i = 0; i < right.length; i++) {
                assertThat((double) left[i]).as(name + " " + i).isCloseTo(right[i], within(tolerance * unit));
            }
        });
    }
}
