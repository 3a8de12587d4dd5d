package dev.modelyard.networks.torchscript;

/**
 * How a network computes inside; inputs, outputs and parameters are f32 whatever is chosen.
 *
 * @param bf16 convolutions, linear layers and what lies between compute in bfloat16; normalisation statistics, averages,
 *     softmax, constants, tables and the last layer stay in f32
 * @param channelsLast pictures lie channel by channel for each pixel, which libtorch's kernels prefer
 */
public record RenderOptions(boolean bf16, boolean channelsLast) {
    /** f32 throughout, in the usual layout. */
    public static final RenderOptions EXACT = new RenderOptions(false, false);

    /** What is fastest where the processor has bfloat16. */
    public static final RenderOptions FAST = new RenderOptions(true, true);
}
