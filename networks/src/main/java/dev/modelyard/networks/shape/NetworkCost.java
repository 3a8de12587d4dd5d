package dev.modelyard.networks.shape;

import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Shape;
import java.util.Map;

/** What a network costs to keep, to run and to train. */
public final class NetworkCost {
    private static final long MIDDLING_LENGTH = 256;
    private static final long MIDDLING_OPTIONS = 16;

    private NetworkCost() {}

    /** The number of trainable numbers. */
    public static long parameterCount(Network network) {
        return network.parameters().stream()
                .filter(ParameterSpec::trainable)
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
    }

    /**
     * Multiplications with a following addition in one forward pass; only layers with weights count, as is usual.
     *
     * @param shapes what {@link ShapeInference} says of the network
     */
    public static long multiplyAdds(Network network, Map<String, Shape> shapes) {
        long sum = 0;
        for (Node node : network.nodes()) {
            long elements = shape(shapes, node.name()).elements();
            if (node instanceof Conv2d conv) {
                long window = (long) conv.kernel().height() * conv.kernel().width();
                sum += elements * (conv.inputChannels() / conv.groups()) * window;
            } else if (node instanceof Linear linear) {
                sum += elements * linear.inputSize();
            } else if (node instanceof EmbeddingBag bag) {
                sum += shape(shapes, bag.ids()).elements() * bag.width();
            }
        }
        return sum;
    }

    /**
     * Memory while training with a two-moment optimizer in f32: an estimate from above for activations, since some
     * operations work in place.
     *
     * @param shapes what {@link ShapeInference} says of the network for the batch trained with
     */
    public static TrainingMemory trainingMemory(Network network, Map<String, Shape> shapes) {
        long state = network.parameters().stream()
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
        long trainable = parameterCount(network);
        long activations = network.nodes().stream()
                .mapToLong(node -> shape(shapes, node.name()).elements())
                .sum();
        return new TrainingMemory(
                state * Float.BYTES, trainable * Float.BYTES, 2 * trainable * Float.BYTES, activations * Float.BYTES);
    }

    /** Memory while training in batches of that size; dimensions that are open besides count as middling texts. */
    public static TrainingMemory trainingMemory(Network network, int batch) {
        return trainingMemory(
                network,
                ShapeInference.infer(
                        network,
                        Map.of("batch", (long) batch, "length", length(network), "options", MIDDLING_OPTIONS)));
    }

    /** As long as a middling text, or as there are places. */
    private static long length(Network network) {
        return network.nodes().stream()
                .filter(PositionEmbedding.class::isInstance)
                .map(PositionEmbedding.class::cast)
                .mapToLong(table -> table.rows() - table.offset())
                .reduce(MIDDLING_LENGTH, Math::min);
    }

    private static Shape shape(Map<String, Shape> shapes, String name) {
        if (!shapes.containsKey(name)) {
            throw new ShapeException("no shape is given for '" + name + "'");
        }
        return shapes.getOrDefault(name, Shape.of());
    }
}
