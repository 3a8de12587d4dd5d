package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Normalises each channel (axis 1) by the mean and variance of the batch in training and by running ones afterwards
 * (Ioffe and Szegedy 2015), then scales and shifts. For pictures and for vectors.
 *
 * @param momentum the share of the batch in the new running mean and variance
 * @param gain what the scale begins with; 0 lets a residual block begin as the identity (Goyal et al. 2017)
 */
public record BatchNorm(String name, String input, int channels, double epsilon, double momentum, double gain)
        implements Node {
    public BatchNorm {
        Check.name("node", name);
        Check.positive(name, "channels", channels);
        Check.that(epsilon > 0 && epsilon < 1, name, "epsilon must be between 0 and 1");
        Check.that(momentum > 0 && momentum <= 1, name, "momentum must be above 0 and at most 1");
        Check.finite(name, "gain", gain);
    }

    /** With the usual epsilon 1e-5 and momentum 0.1. */
    public static BatchNorm of(String name, String input, int channels) {
        return new BatchNorm(name, input, channels, 1e-5, 0.1, 1);
    }

    /** The same with another first gain. */
    public BatchNorm withGain(double gain) {
        return new BatchNorm(name, input, channels, epsilon, momentum, gain);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
