package dev.modelyard.networks.onnx;

import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.shape.ShapeInference;
import java.util.HashMap;
import java.util.Map;

/** The shapes of a network's tensors for two sizes of its dynamic dimensions: what differs depends on them. */
record OpenShapes(Map<String, Shape> one, Map<String, Shape> other) {
    static OpenShapes of(Network network) {
        return new OpenShapes(shapes(network, 2), shapes(network, 3));
    }

    /** A shape whose rank is right and whose fixed axes are. */
    Shape of(String name) {
        return one.getOrDefault(name, Shape.of());
    }

    boolean fixed(String name, int axis) {
        return of(name).size(axis) == other.getOrDefault(name, Shape.of()).size(axis);
    }

    private static Map<String, Shape> shapes(Network network, long size) {
        Map<String, Long> sizes = new HashMap<>();
        for (Input input : network.inputs()) {
            for (Dimension dimension : input.dimensions()) {
                if (dimension instanceof Dimension.Dynamic dynamic) {
                    sizes.put(dynamic.name(), size);
                }
            }
        }
        return ShapeInference.infer(network, sizes);
    }
}
