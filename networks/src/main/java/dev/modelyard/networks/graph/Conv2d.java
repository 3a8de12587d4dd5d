package dev.modelyard.networks.graph;

import java.util.List;

/**
 * A convolution over height and width. Parameters: {@code weight} of output channels × input channels per group × kernel,
 * and {@code bias} if asked for.
 */
public record Conv2d(
        String name,
        String input,
        int inputChannels,
        int outputChannels,
        Extent kernel,
        Extent stride,
        Extent padding,
        int groups,
        boolean bias,
        Initialization initialization)
        implements Node {
    public Conv2d {
        Check.name("node", name);
        Check.positive(name, "input_channels", inputChannels);
        Check.positive(name, "output_channels", outputChannels);
        Check.positive(name, "groups", groups);
        Check.that(kernel.positive(), name, "kernel must be at least 1 by 1");
        Check.that(stride.positive(), name, "stride must be at least 1 by 1");
        Check.that(
                inputChannels % groups == 0 && outputChannels % groups == 0,
                name,
                "groups must divide input_channels and output_channels");
    }

    /**
     * A square kernel of odd side, padded by half of it, without bias (for a batch norm to follow), begun for a rectifier.
     */
    public static Conv2d square(String name, String input, int inputChannels, int outputChannels, int side, int step) {
        return new Conv2d(
                name,
                input,
                inputChannels,
                outputChannels,
                Extent.square(side),
                Extent.square(step),
                Extent.square(side / 2),
                1,
                false,
                new Initialization.Kaiming(Initialization.Fan.OUT));
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
