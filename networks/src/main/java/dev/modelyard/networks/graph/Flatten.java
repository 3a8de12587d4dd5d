package dev.modelyard.networks.graph;

import java.util.List;

/** All axes but the batch made one. */
public record Flatten(String name, String input) implements Node {
    public Flatten {
        Check.name("node", name);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
