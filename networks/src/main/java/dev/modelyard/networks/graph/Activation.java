package dev.modelyard.networks.graph;

import java.util.List;

/** A function of each element. */
public record Activation(String name, String input, Function function) implements Node {
    public Activation {
        Check.name("node", name);
    }

    /** The function. */
    public enum Function {
        RELU,
        /** x · Φ(x), exact, not the tanh approximation (Hendrycks and Gimpel 2016). */
        GELU,
        /** x · sigmoid(x). */
        SILU,
        SIGMOID,
        TANH
    }

    public static Activation relu(String name, String input) {
        return new Activation(name, input, Function.RELU);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
