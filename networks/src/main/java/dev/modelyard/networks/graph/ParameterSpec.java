package dev.modelyard.networks.graph;

/**
 * One tensor of a network's state.
 *
 * @param name {@code <node>.<which>}, as {@code stage1.conv1.weight}
 * @param trainable whether gradients change it; otherwise it is a running statistic that the forward pass keeps
 * @param decayed whether weight decay applies to it
 */
public record ParameterSpec(
        String name, Shape shape, Initialization initialization, boolean trainable, boolean decayed) {

    static ParameterSpec weight(Node node, Shape shape, Initialization initialization) {
        return new ParameterSpec(node.name() + ".weight", shape, initialization, true, true);
    }

    static ParameterSpec undecayed(Node node, String which, Shape shape, Initialization initialization) {
        return new ParameterSpec(node.name() + "." + which, shape, initialization, true, false);
    }

    static ParameterSpec statistic(Node node, String which, Shape shape, Initialization initialization) {
        return new ParameterSpec(node.name() + "." + which, shape, initialization, false, false);
    }
}
