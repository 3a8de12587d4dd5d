package dev.modelyard.networks.sample;

import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/** Random weights and inputs for a network. */
public final class SampleData {
    /** The input that holds blocks: none, the shared one, and two more; the first place is shared. */
    static final String BLOCKS = "blocks";
    /** The input that holds places: none and the first two, which any length has. */
    static final String PLACES = "places";

    private SampleData() {}

    /** Weights of which none is special: running statistics have moved and no gain is zero. */
    public static Weights weights(Network network, long seed) {
        Random random = new Random(seed);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterSpec parameter : network.parameters()) {
            float[] values = new float[(int) parameter.shape().elements()];
            boolean positive = parameter.name().endsWith("running_var");
            for (int i = 0; i < values.length; i++) {
                values[i] = positive ? random.nextFloat(0.5f, 1.5f) : (float) random.nextGaussian() * 0.5f;
            }
            tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    /** One tensor for each input; ids are rows of a table of that many. */
    public static SequencedMap<String, Tensor> inputs(Network network, Map<String, Long> sizes, int rows, long seed) {
        Random random = new Random(seed);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (Input input : network.inputs()) {
            Shape shape = shape(input, sizes);
            int elements = (int) shape.elements();
            if (input.name().equals(PLACES)) {
                tensors.put(
                        PLACES, Tensor.of(shape, random.longs(elements, -1, 2).toArray()));
            } else if (input.name().equals(BLOCKS)) {
                long[] blocks = random.longs(elements, -1, 3).toArray();
                for (int i = 0; i < elements; i += (int) shape.size(1)) {
                    blocks[i] = 0;
                }
                tensors.put(BLOCKS, Tensor.of(shape, blocks));
            } else if (input.type() == ElementType.I64) {
                tensors.put(
                        input.name(),
                        Tensor.of(shape, random.longs(elements, 0, rows).toArray()));
            } else {
                float[] values = new float[elements];
                for (int i = 0; i < elements; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                tensors.put(input.name(), Tensor.of(shape, values));
            }
        }
        return tensors;
    }

    private static Shape shape(Input input, Map<String, Long> sizes) {
        List<Long> shape = new ArrayList<>();
        for (Dimension dimension : input.dimensions()) {
            shape.add(
                    switch (dimension) {
                        case Dimension.Fixed fixed -> fixed.size();
                        case Dimension.Dynamic dynamic -> sizes.getOrDefault(dynamic.name(), 1L);
                    });
        }
        return new Shape(shape);
    }
}
