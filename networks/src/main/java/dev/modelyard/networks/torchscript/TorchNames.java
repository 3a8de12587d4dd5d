package dev.modelyard.networks.torchscript;

import java.util.Optional;

/**
 * The names of tensors inside a TorchScript module. A parameter's dots become double underscores, which names of ours never
 * have, so the way back is certain: {@code layer1.0.conv1.weight} is {@code layer1__0__conv1__weight}. Constants of nodes
 * are buffers whose names begin with an underscore.
 */
public final class TorchNames {
    private TorchNames() {}

    /** The attribute of the module that holds a parameter. */
    public static String attribute(String parameter) {
        return parameter.replace(".", "__");
    }

    /** The parameter an attribute of the module holds; empty for a constant of a node. */
    public static Optional<String> parameter(String attribute) {
        return attribute.startsWith("_") ? Optional.empty() : Optional.of(attribute.replace("__", "."));
    }

    static String constant(String node, String which) {
        return "_" + attribute(node) + "__" + which;
    }

    static String local(String tensor) {
        return "t_" + attribute(tensor);
    }
}
