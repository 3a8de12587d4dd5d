package dev.modelyard.networks.graph;

import java.util.List;

/** Each element brought between two bounds. */
public record Clip(String name, String input, double minimum, double maximum) implements Node {
    public Clip {
        Check.name("node", name);
        Check.finite(name, "minimum", minimum);
        Check.finite(name, "maximum", maximum);
        Check.that(minimum < maximum, name, "minimum must be below maximum");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
