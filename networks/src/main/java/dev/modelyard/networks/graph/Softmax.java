package dev.modelyard.networks.graph;

import java.util.List;

/** Makes an axis other than the batch positive numbers that sum to one. */
public record Softmax(String name, String input, int axis) implements Node {
    public Softmax {
        Check.name("node", name);
        Check.that(axis >= 1, name, "axis must be at least 1, not " + axis);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
