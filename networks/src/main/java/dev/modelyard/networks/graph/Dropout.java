package dev.modelyard.networks.graph;

import java.util.List;

/** In training each element is zero with this probability and the others are scaled up; afterwards the identity. */
public record Dropout(String name, String input, double probability) implements Node {
    public Dropout {
        Check.name("node", name);
        Check.that(probability >= 0 && probability < 1, name, "probability must be at least 0 and below 1");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
