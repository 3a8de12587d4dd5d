package dev.modelyard.networks.graph;

import java.util.List;

/** Each channel (axis 1) multiplied by a constant, or everything if there is only one. */
public record Scale(String name, String input, List<Float> factors) implements Node {
    public Scale {
        Check.name("node", name);
        factors = List.copyOf(factors);
        Check.allFinite(name, "factors", factors);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
