package dev.modelyard.networks.graph;

import java.util.List;

/** Vectors along the last axis, each divided by its length (L2); one without length stays as it is. */
public record Normalize(String name, String input) implements Node {
    public Normalize {
        Check.name("node", name);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
