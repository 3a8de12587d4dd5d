package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Normalises the last axis by its own mean and variance, then scales and shifts (Ba et al. 2016). Parameters, not decayed: {@code weight},
 * which begins at one, and {@code bias}, at zero, each of the axis' width.
 */
public record LayerNorm(String name, String input, int width, double epsilon) implements Node {
    public LayerNorm {
        Check.name("node", name);
        Check.positive(name, "width", width);
        Check.that(epsilon > 0 && epsilon < 1, name, "epsilon must be between 0 and 1");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
