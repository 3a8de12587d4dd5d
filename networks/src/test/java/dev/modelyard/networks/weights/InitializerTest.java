package dev.modelyard.networks.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitializerTest {
    @Test
    void sameSeedAndNameMakeTheSameNumbersWhateverElseTheNetworkHas() {
        Network alone = network(Linear.of("head", "features", 50, 20));
        Network among = network(Linear.of("body", "features", 50, 50), Linear.of("head", "body", 50, 20));

        Tensor expected = Initializer.initialize(alone, 5).get("head.weight");

        assertThat(Initializer.initialize(among, 5).get("head.weight")).isEqualTo(expected);
        assertThat(Initializer.initialize(alone, 6).get("head.weight")).isNotEqualTo(expected);
        assertThat(Initializer.initialize(among, 5).get("body.bias"))
                .isNotEqualTo(Initializer.initialize(among, 5).get("head.bias"));
    }

    /** Models that were never trained are named by their seed: these numbers must never change. */
    @Test
    void numbersAreThoseOfTheFirstRelease() {
        Weights weights = Initializer.initialize(network(Linear.of("head", "features", 2, 2)), 42);

        assertThat(weights.get("head.weight").toFloats())
                .containsExactly(0.6437433f, -0.5654499f, 0.5736588f, 0.39050928f);
    }

    @Test
    void kaimingKeepsTheVarianceOfTheRecipe() {
        Network network = new Network(
                List.of(Input.of("image", ElementType.F32, 32, 8, 8)),
                List.of(Conv2d.square("conv", "image", 32, 64, 3, 1)),
                List.of("conv"));

        float[] values = Initializer.initialize(network, 1).get("conv.weight").toFloats();

        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        assertThat(sum / values.length).isCloseTo(0, within(0.002));
        assertThat(squares / values.length).isCloseTo(2.0 / (64 * 9), within(0.0001));
    }

    @Test
    void linearLayersStayWithinTheirBound() {
        float[] values = Initializer.initialize(network(Linear.of("head", "features", 100, 100)), 1)
                .get("head.weight")
                .toFloats();

        float largest = 0;
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(0.1f);
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isGreaterThan(0.099f);
    }

    @Test
    void residualBlocksBeginAsTheIdentity() {
        Network network = NetworkCatalog.standard().build("resnet18-compact", new NetworkRequest.Image(1, 28, 28, 10));

        Weights weights = Initializer.initialize(network, 1);

        assertThat(weights.get("layer1.0.bn2.weight").toFloats()).containsOnly(0);
        assertThat(weights.get("layer1.0.bn1.weight").toFloats()).containsOnly(1);
        weights.requireFor(network);
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        Network network = network(Linear.of("head", "features", 2, 2));
        Weights other = Initializer.initialize(network(Linear.of("head", "features", 3, 2)), 1);

        assertThatExceptionOfType(WeightsMismatchException.class)
                .isThrownBy(() -> other.requireFor(network))
                .withMessage("tensor 'head.weight' is F32[2, 3] where the network has F32[2, 2]");
        assertThatExceptionOfType(WeightsMismatchException.class)
                .isThrownBy(() -> new Weights(new LinkedHashMap<>()).requireFor(network))
                .withMessage("weights have no tensor 'head.weight'");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Tensor.of(Shape.of(2), 1f))
                .withMessageContaining("has 8 bytes, not 4");
    }

    private static Network network(Node... nodes) {
        long features = ((Linear) nodes[0]).inputSize();
        return new Network(
                List.of(Input.of("features", ElementType.F32, features)),
                List.of(nodes),
                List.of(nodes[nodes.length - 1].name()));
    }
}
