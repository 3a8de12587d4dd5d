package dev.modelyard.networks.onnx;

import dev.modelyard.networks.graph.BatchNorm;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network in which each batch norm that follows a convolution or a linear layer, and alone takes from it, has become part
 * of that layer: the same function, once trained, with less to compute. The layer goes by the name of the batch norm.
 */
record Folded(Network network, Weights weights) {

    /** @param shapes of the network's tensors; a linear layer is folded only if its outputs are the channels */
    static Folded of(Network network, Weights weights, OpenShapes shapes) {
        Map<String, Node> nodes = network.nodesByName();
        Map<String, BatchNorm> norms = foldable(network, nodes, shapes);
        Set<String> gone = new HashSet<>(norms.keySet());
        List<Node> kept = new ArrayList<>();
        Map<String, Tensor> changed = new HashMap<>();
        for (Node node : network.nodes()) {
            if (node instanceof BatchNorm norm && gone.contains(norm.input())) {
                Node layer = nodes.getOrDefault(norm.input(), norm);
                changed.putAll(scaled(layer, norm, weights));
                kept.add(renamed(layer, norm.name()));
            } else if (!gone.contains(node.name())) {
                kept.add(node);
            }
        }
        Network folded = new Network(network.inputs(), kept, network.outputs(), network.outputs());
        return new Folded(folded, weights.with(changed));
    }

    /** The batch norm of each layer that can take one in, by the layer's name. */
    private static Map<String, BatchNorm> foldable(Network network, Map<String, Node> nodes, OpenShapes shapes) {
        Map<String, Integer> takers = new HashMap<>();
        network.nodes().stream()
                .flatMap(node -> node.inputs().stream())
                .forEach(input -> takers.merge(input, 1, Integer::sum));
        Map<String, BatchNorm> norms = new HashMap<>();
        for (Node node : network.nodes()) {
            if (node instanceof BatchNorm norm
                    && takers.getOrDefault(norm.input(), 0) == 1
                    && !network.outputs().contains(norm.input())
                    && givesChannels(nodes.getOrDefault(norm.input(), norm), shapes)) {
                norms.put(norm.input(), norm);
            }
        }
        return norms;
    }

    private static boolean givesChannels(Node layer, OpenShapes shapes) {
        return layer instanceof Conv2d
                || (layer instanceof Linear && shapes.of(layer.name()).rank() == 2);
    }

    private static Node renamed(Node layer, String name) {
        if (layer instanceof Conv2d conv) {
            return new Conv2d(
                    name,
                    conv.input(),
                    conv.inputChannels(),
                    conv.outputChannels(),
                    conv.kernel(),
                    conv.stride(),
                    conv.padding(),
                    conv.groups(),
                    true,
                    conv.initialization());
        }
        if (layer instanceof Linear linear) {
            return new Linear(
                    name, linear.input(), linear.inputSize(), linear.outputSize(), true, linear.initialization());
        }
        throw new IllegalStateException(layer.name() + " takes no batch norm in");
    }

    private static Map<String, Tensor> scaled(Node layer, BatchNorm norm, Weights weights) {
        float[] gain = weights.get(norm.name() + ".weight").toFloats();
        float[] shift = weights.get(norm.name() + ".bias").toFloats();
        float[] mean = weights.get(norm.name() + ".running_mean").toFloats();
        float[] variance = weights.get(norm.name() + ".running_var").toFloats();
        boolean biased = layer instanceof Conv2d conv ? conv.bias() : ((Linear) layer).bias();
        float[] bias = biased ? weights.get(layer.name() + ".bias").toFloats() : new float[gain.length];
        Tensor tensor = weights.get(layer.name() + ".weight");
        float[] values = tensor.toFloats();
        int row = values.length / gain.length;
        for (int channel = 0; channel < gain.length; channel++) {
            double factor = gain[channel] / Math.sqrt(variance[channel] + norm.epsilon());
            bias[channel] = (float) (shift[channel] + (bias[channel] - mean[channel]) * factor);
            for (int i = channel * row; i < (channel + 1) * row; i++) {
                values[i] = (float) (values[i] * factor);
            }
        }
        return Map.of(
                norm.name() + ".weight",
                Tensor.of(tensor.shape(), values),
                norm.name() + ".bias",
                Tensor.of(Shape.of(gain.length), bias));
    }
}
