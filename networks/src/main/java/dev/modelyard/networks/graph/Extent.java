package dev.modelyard.networks.graph;

/** A height and a width in pixels: of a kernel, a step, a border. */
public record Extent(int height, int width) {
    public Extent {
        if (height < 0 || width < 0 || height > 4096 || width > 4096) {
            throw new InvalidNetworkException(
                    "extent: height and width must be between 0 and 4096, not " + height + "×" + width);
        }
    }

    public static Extent square(int side) {
        return new Extent(side, side);
    }

    /** Whether both are at least one, as kernels and steps must be. */
    boolean positive() {
        return height > 0 && width > 0;
    }
}
