package dev.modelyard.networks.graph;

import java.util.List;

/** The mean over height and width: batch × channels. */
public record GlobalAveragePool(String name, String input) implements Node {
    public GlobalAveragePool {
        Check.name("node", name);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
