package dev.modelyard.networks.graph;

import java.util.List;

/** The mean of tensors of one shape, as of the members of an ensemble. */
public record Average(String name, List<String> inputs) implements Node {
    public Average {
        Check.name("node", name);
        inputs = List.copyOf(inputs);
        Check.atLeast(name, "inputs", inputs, 2);
    }
}
