package dev.modelyard.networks.graph;

import java.util.List;

/**
 * An affine map of the last axis. Parameters: {@code weight} of outputs × inputs, and {@code bias} if asked for, which
 * begins at zero except under {@link Initialization.FanIn}.
 */
public record Linear(
        String name, String input, int inputSize, int outputSize, boolean bias, Initialization initialization)
        implements Node {
    public Linear {
        Check.name("node", name);
        Check.positive(name, "input_size", inputSize);
        Check.positive(name, "output_size", outputSize);
    }

    /** With a bias, begun as PyTorch does. */
    public static Linear of(String name, String input, int inputSize, int outputSize) {
        return new Linear(name, input, inputSize, outputSize, true, new Initialization.FanIn());
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
