package dev.modelyard.networks.weights;

import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;

/**
 * The weights a network begins with. A parameter's numbers depend on the seed and its name only, not on the machine, the
 * order of nodes or what else the network has, so (network, seed) names a model that was never trained.
 */
public final class Initializer {
    private Initializer() {}

    /** First weights for every parameter, in f32. */
    public static Weights initialize(Network network, long seed) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterSpec parameter : network.parameters()) {
            tensors.put(parameter.name(), initialize(parameter, seed));
        }
        return new Weights(tensors);
    }

    /** The first weights of one parameter, in f32. */
    public static Tensor initialize(ParameterSpec parameter, long seed) {
        Shape shape = parameter.shape();
        ParameterStream stream = new ParameterStream(seed, parameter.name());
        float[] values = new float[Math.toIntExact(shape.elements())];
        switch (parameter.initialization()) {
            case Initialization.Constant constant -> Arrays.fill(values, (float) constant.value());
            case Initialization.Normal normal -> fill(values, normal.deviation(), stream::normal);
            case Initialization.Uniform uniform -> fill(values, uniform.bound(), stream::symmetric);
            case Initialization.Kaiming kaiming -> {
                long fan =
                        switch (kaiming.fan()) {
                            case IN -> fanIn(shape);
                            case OUT -> fanOut(shape);
                        };
                fill(values, Math.sqrt(2.0 / fan), stream::normal);
            }
            case Initialization.Xavier _ ->
                fill(values, Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))), stream::symmetric);
            case Initialization.FanIn _ -> fill(values, 1 / Math.sqrt((double) fanIn(shape)), stream::symmetric);
        }
        return Tensor.of(shape, values);
    }

    private static void fill(float[] values, double factor, DoubleSupplier numbers) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (factor * numbers.getAsDouble());
        }
    }

    private static long fanIn(Shape shape) {
        return shape.rank() < 2 ? 1 : shape.elements() / shape.size(0);
    }

    private static long fanOut(Shape shape) {
        return shape.rank() < 2 ? shape.elements() : shape.elements() / shape.size(1);
    }
}
