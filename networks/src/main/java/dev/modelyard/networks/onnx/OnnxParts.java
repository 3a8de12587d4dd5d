package dev.modelyard.networks.onnx;

import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.List;

/** What lies within nodes: their parameters, constants and intermediate results, and the names of these. */
final class OnnxParts {
    private final OnnxGraph graph;
    private final Weights weights;

    OnnxParts(OnnxGraph graph, Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** A tensor with an axis of one more. */
    String unsqueezed(Node node, String which, String input, long axis) {
        String axes = graph.constant(part(node, which + "_axis"), Tensor.of(Shape.of(1), axis));
        return graph.operator("Unsqueeze", part(node, which), List.of(input, axes));
    }

    /** What was learnt, or stays as it was drawn. */
    String parameter(Node node, String which) {
        return graph.constant(node.name() + "." + which, weight(node, which));
    }

    /** The numbers of a parameter. */
    Tensor weight(Node node, String which) {
        return weights.get(node.name() + "." + which);
    }

    /** A constant without axes. */
    String scalar(Node node, String which, float value) {
        return graph.constant(part(node, which), Tensor.of(Shape.of(), value));
    }

    /** A name inside a node; a colon is in no name of ours. */
    static String part(Node node, String which) {
        return node.name() + ":" + which;
    }
}
