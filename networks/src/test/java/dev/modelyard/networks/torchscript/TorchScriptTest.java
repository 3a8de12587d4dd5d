package dev.modelyard.networks.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Clip;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.sample.NetworkSampler;
import dev.modelyard.networks.sample.SampleData;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.shape.ShapeInference;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    private static final Map<String, Long> SIZES = Map.of("batch", 3L, "length", 5L);
    /** These may rightly stop a gradient. */
    private static final Set<Class<? extends Node>> STOPPING = Set.of(
            Activation.class,
            Clip.class,
            NearestVotes.class,
            Normalize.class,
            PiecewiseLinearEncoding.class,
            Select.class);

    @Property(shrinking = ShrinkingMode.OFF, tries = 12)
    void shapesThatRunAreThoseInferred(@ForAll long seed) {
        // Given a network of every type of node
        Network network = NetworkSampler.draw(seed);
        Map<String, Shape> inferred = ShapeInference.infer(network, SIZES);

        // When it runs
        SequencedMap<String, Tensor> results = run(network, seed, RenderOptions.EXACT);

        // Then
        assertThat(results).hasSize(network.outputs().size());
        results.forEach((name, tensor) -> assertThat(tensor.shape()).as(name).isEqualTo(inferred.get(name)));
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 10)
    void gradientsReachEveryTrainableParameter(@ForAll long seed) {
        // Given a network without nodes that may stop a gradient
        Network network = NetworkSampler.drawOf(seed, type -> !STOPPING.contains(type));
        Weights weights = SampleData.weights(network, seed);

        // When a loss goes back; with running statistics, since a batch's own rightly cancel what comes before them
        ScriptModule module = TorchScript.module(network, weights, RenderOptions.EXACT);
        ScriptModule settled = new ScriptModule(
                module.methods().replace("self.training", "False"),
                module.parameters(),
                module.statistics(),
                module.buffers());
        Map<String, float[]> gradients;
        try (TorchRuntime torch = new TorchRuntime(network, settled.toBytes())) {
            gradients = torch.gradients(SampleData.inputs(network, SIZES, NetworkSampler.ROWS, seed));
        }

        // Then
        for (ParameterSpec parameter : network.parameters()) {
            if (parameter.trainable()) {
                assertThat(gradients).containsKey(parameter.name());
                assertThat(sumOfSquares(gradients.getOrDefault(parameter.name(), new float[0])))
                        .as(parameter.name())
                        .isPositive();
            }
        }
    }

    @Test
    void sparseAndDenseGradientsOfATableAreTheSame() {
        float[] dense = gradientOfTable(false);

        assertThat(sumOfSquares(dense)).isPositive();
        assertThat(gradientOfTable(true)).containsExactly(dense, within(1e-5f));
    }

    private static float[] gradientOfTable(boolean sparse) {
        List<Dimension> bag = List.of(Dimension.BATCH, Dimension.dynamic("length"));
        Network network = new Network(
                List.of(new Input("ids", ElementType.I64, bag), new Input("weights", ElementType.F32, bag)),
                List.of(new EmbeddingBag(
                        "bag", "ids", "weights", NetworkSampler.ROWS, 3, true, sparse, Initialization.ZEROS)),
                List.of("bag"));
        byte[] archive = TorchScript.render(network, SampleData.weights(network, 1), RenderOptions.FAST);
        try (TorchRuntime torch = new TorchRuntime(network, archive)) {
            return torch.gradients(SampleData.inputs(network, SIZES, NetworkSampler.ROWS, 1))
                    .getOrDefault("bag.weight", new float[0]);
        }
    }

    private static double sumOfSquares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static SequencedMap<String, Tensor> run(Network network, long seed, RenderOptions options) {
        Weights weights = SampleData.weights(network, seed);
        try (TorchRuntime torch = new TorchRuntime(network, TorchScript.render(network, weights, options))) {
            return torch.run(SampleData.inputs(network, SIZES, NetworkSampler.ROWS, seed), false);
        }
    }
}
