package dev.modelyard.networks.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeInferenceTest {
    private static final Input PICTURE = Input.of("picture", ElementType.F32, 3, 8, 8);
    private static final List<Dimension> BAG = List.of(Dimension.BATCH, Dimension.dynamic("length"));

    @Test
    void aNodeThatDoesNotFitIsNamedWithWhatItTakes() {
        refused(Conv2d.square("conv", "picture", 4, 2, 3, 1), "node conv: takes 4 channels, not [2, 3, 8, 8]");
        refused(Linear.of("head", "picture", 7, 2), "node head: takes 7 on the last axis, not [2, 3, 8, 8]");
    }

    @Test
    void tensorsOfDifferentShapesCannotBeAdded() {
        List<Node> nodes =
                List.of(Conv2d.square("half", "picture", 3, 3, 3, 2), new Add("sum", List.of("picture", "half")));
        Network network = new Network(List.of(PICTURE), nodes, List.of("sum"));

        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> ShapeInference.infer(network, 2))
                .withMessage(
                        "node sum: takes tensors of one shape, but half is [2, 3, 4, 4] where picture is [2, 3, 8, 8]");
    }

    @Test
    void tensorsBeyondAllBoundsAreRefused() {
        long side = 1L << 30;
        Network network = new Network(
                List.of(Input.of("picture", ElementType.F32, side, side, side)),
                List.of(new Flatten("flat", "picture")),
                List.of("flat"));

        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> ShapeInference.infer(network, 2))
                .withMessage("node flat: tensors are larger than any machine");
    }

    @Test
    void everyDynamicSizeMustBeGiven() {
        Network network = new Network(
                List.of(new Input("ids", ElementType.I64, BAG), new Input("weights", ElementType.F32, BAG)),
                List.of(new EmbeddingBag("bag", "ids", "weights", 9, 4, false, false, Initialization.ZEROS)),
                List.of("bag"));

        assertThat(ShapeInference.infer(network, Map.of("batch", 2L, "length", 5L)))
                .containsEntry("bag", Shape.of(2, 4));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> ShapeInference.infer(network, 2))
                .withMessageContaining("'length' must be given");
    }

    @Test
    void idsAreWholeNumbers() {
        Network network = new Network(
                List.of(new Input("ids", ElementType.F32, BAG), new Input("weights", ElementType.F32, BAG)),
                List.of(new EmbeddingBag("bag", "ids", "weights", 9, 4, false, false, Initialization.ZEROS)),
                List.of("bag"));

        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> ShapeInference.infer(network, Map.of("batch", 2L, "length", 5L)))
                .withMessageContaining("node bag: ids must be i64");
    }

    @Test
    void costsAreCountedByHand() {
        // Given a convolution of 3 to 4 channels, 3×3, over 8×8, and its half as large successor
        Network network = new Network(
                List.of(PICTURE),
                List.of(Conv2d.square("one", "picture", 3, 4, 3, 1), Conv2d.square("two", "one", 4, 4, 3, 2)),
                List.of("two"));
        Map<String, Shape> shapes = ShapeInference.infer(network, 2);

        // Then
        long parameters = 4 * 3 * 9 + 4 * 4 * 9;
        assertThat(NetworkCost.parameterCount(network)).isEqualTo(parameters);
        assertThat(NetworkCost.multiplyAdds(network, shapes)).isEqualTo(2L * 4 * 64 * 27 + 2L * 4 * 16 * 36);
        assertThat(NetworkCost.trainingMemory(network, shapes))
                .isEqualTo(new TrainingMemory(
                        4 * parameters, 4 * parameters, 8 * parameters, 4 * (2L * 4 * 64 + 2L * 4 * 16)));
    }

    private static void refused(Node node, String reason) {
        Network network = new Network(List.of(PICTURE), List.of(node), List.of(node.name()));

        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> ShapeInference.infer(network, 2))
                .withMessage(reason);
    }
}
