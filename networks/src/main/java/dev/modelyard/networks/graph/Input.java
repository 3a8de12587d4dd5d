package dev.modelyard.networks.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tensor that a caller gives. The first axis is the batch. */
public record Input(String name, ElementType type, List<Dimension> dimensions) {
    public Input {
        Check.name("input", name);
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty() || !dimensions.getFirst().equals(Dimension.BATCH)) {
            throw new InvalidNetworkException(name + ": dimensions must begin with the batch");
        }
    }

    /** A batch of tensors of one fixed shape each. */
    public static Input of(String name, ElementType type, long... sizes) {
        List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.BATCH));
        Arrays.stream(sizes).mapToObj(Dimension::fixed).forEach(dimensions::add);
        return new Input(name, type, dimensions);
    }
}
