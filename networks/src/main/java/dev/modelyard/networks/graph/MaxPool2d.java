package dev.modelyard.networks.graph;

import java.util.List;

/** The maximum over windows; windows lie wholly inside the padded picture. */
public record MaxPool2d(String name, String input, Extent kernel, Extent stride, Extent padding) implements Node {
    public MaxPool2d {
        Check.name("node", name);
        Check.that(kernel.positive(), name, "kernel must be at least 1 by 1");
        Check.that(stride.positive(), name, "stride must be at least 1 by 1");
        Check.that(
                2 * padding.height() <= kernel.height() && 2 * padding.width() <= kernel.width(),
                name,
                "padding must be at most half the kernel");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
