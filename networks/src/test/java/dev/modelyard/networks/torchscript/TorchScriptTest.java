package dev.modelyard.networks.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Clip;
import dev.modelyard.networks.graph.Concat;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.graph.Softmax;
import dev.modelyard.networks.sample.NetworkSampler;
import dev.modelyard.networks.sample.SampleData;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.shape.ShapeInference;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        requireGradients(NetworkSampler.drawOf(seed, type -> !STOPPING.contains(type)), seed);
    }

    private static void requireGradients(Network network, long seed) {
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
                if (sumOfSquares(gradients.getOrDefault(parameter.name(), new float[0])) == 0) {
                    requireNoEffect(parameter, network, weights, seed);
                }
            }
        }
    }

    /** A gradient is rightly zero where nothing changes with its parameter: a softmax cancels what all of its inputs are moved by. */
    private static void requireNoEffect(ParameterSpec parameter, Network network, Weights weights, long seed) {
        Random random = new Random(seed);
        SequencedMap<String, Tensor> moved = new LinkedHashMap<>();
        for (ParameterSpec each : network.parameters()) {
            Tensor tensor = weights.get(each.name());
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length && each.equals(parameter); i++) {
                values[i] += 0.05f * (float) random.nextGaussian();
            }
            moved.put(each.name(), Tensor.of(tensor.shape(), values));
        }
        SequencedMap<String, Tensor> before = run(network, weights, seed, RenderOptions.EXACT);
        run(network, new Weights(moved), seed, RenderOptions.EXACT)
                .forEach((name, after) -> assertThat(after.toFloats())
                        .as("%s has no gradient, but moves %s", parameter.name(), name)
                        .containsExactly(before.getOrDefault(name, after).toFloats(), within(1e-4f)));
    }

    @Test
    void whatASoftmaxCancelsNeedsNoGradient() {
        Network network = new Network(
                List.of(Input.of("features", ElementType.F32, 6)),
                List.of(
                        new Linear("shared", "features", 6, 1, true, new Initialization.FanIn()),
                        new Concat("twice", List.of("shared", "shared"), 1),
                        new Softmax("halves", "twice", 1)),
                List.of("halves"));

        requireGradients(network, 1);
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
        return run(network, SampleData.weights(network, seed), seed, options);
    }

    private static SequencedMap<String, Tensor> run(
            Network network, Weights weights, long seed, RenderOptions options) {
        try (TorchRuntime torch = new TorchRuntime(network, TorchScript.render(network, weights, options))) {
            return torch.run(SampleData.inputs(network, SIZES, NetworkSampler.ROWS, seed), false);
        }
    }
}
