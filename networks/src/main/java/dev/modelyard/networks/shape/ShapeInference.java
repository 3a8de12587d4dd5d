package dev.modelyard.networks.shape;

import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The shape of every tensor of a network. */
public final class ShapeInference {
    private ShapeInference() {}

    /**
     * Shapes of a network whose inputs leave only the batch open.
     *
     * @throws ShapeException if an input leaves more open, or a node does not fit what it takes
     */
    public static SequencedMap<String, Shape> infer(Network network, long batch) {
        return infer(network, Map.of("batch", batch));
    }

    /**
     * Shapes by name of input or node, in order.
     *
     * @param sizes a size, at least 1, for each name of a dynamic dimension
     * @throws ShapeException if a size is missing, or a node does not fit what it takes
     */
    public static SequencedMap<String, Shape> infer(Network network, Map<String, Long> sizes) {
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, ElementType> types = new HashMap<>();
        for (Input input : network.inputs()) {
            shapes.put(input.name(), shape(input, sizes));
            types.put(input.name(), input.type());
        }
        for (Node node : network.nodes()) {
            List<NodeShape.Operand> operands = node.inputs().stream()
                    .map(name -> new NodeShape.Operand(
                            name, types.getOrDefault(name, ElementType.F32), shapes.getOrDefault(name, Shape.of())))
                    .toList();
            shapes.put(node.name(), shape(node, operands));
        }
        return shapes;
    }

    private static Shape shape(Node node, List<NodeShape.Operand> operands) {
        try {
            Shape shape = NodeShape.of(node, operands);
            // Whoever counts elements or bytes later may do so without a care.
            Math.multiplyExact(shape.elements(), Long.BYTES);
            return shape;
        } catch (ArithmeticException e) {
            throw new ShapeException("node " + node.name() + ": tensors are larger than any machine", e);
        }
    }

    private static Shape shape(Input input, Map<String, Long> sizes) {
        List<Long> shape = new ArrayList<>();
        for (Dimension dimension : input.dimensions()) {
            shape.add(
                    switch (dimension) {
                        case Dimension.Fixed fixed -> fixed.size();
                        case Dimension.Dynamic dynamic -> size(input, dynamic, sizes);
                    });
        }
        return new Shape(shape);
    }

    private static long size(Input input, Dimension.Dynamic dimension, Map<String, Long> sizes) {
        @Nullable Long size = sizes.get(dimension.name());
        if (size == null || size < 1) {
            throw new ShapeException(
                    "input " + input.name() + ": the size of '" + dimension.name() + "' must be given, at least 1");
        }
        return size;
    }
}
