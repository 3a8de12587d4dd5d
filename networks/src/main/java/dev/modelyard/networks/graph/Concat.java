package dev.modelyard.networks.graph;

import java.util.List;

/** Tensors laid behind each other along an axis other than the batch; their other sizes agree. */
public record Concat(String name, List<String> inputs, int axis) implements Node {
    public Concat {
        Check.name("node", name);
        inputs = List.copyOf(inputs);
        Check.atLeast(name, "inputs", inputs, 2);
        Check.that(axis >= 1, name, "axis must be at least 1, not " + axis);
    }
}
