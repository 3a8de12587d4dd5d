package dev.modelyard.networks.graph;

import java.util.List;

/** The sum of tensors of one shape. */
public record Add(String name, List<String> inputs) implements Node {
    public Add {
        Check.name("node", name);
        inputs = List.copyOf(inputs);
        Check.atLeast(name, "inputs", inputs, 2);
    }
}
