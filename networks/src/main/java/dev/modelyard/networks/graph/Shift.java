package dev.modelyard.networks.graph;

import java.util.List;

/** A constant added to each channel (axis 1), or to everything if there is only one. */
public record Shift(String name, String input, List<Float> amounts) implements Node {
    public Shift {
        Check.name("node", name);
        amounts = List.copyOf(amounts);
        Check.allFinite(name, "amounts", amounts);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
