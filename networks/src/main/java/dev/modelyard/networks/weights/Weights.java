package dev.modelyard.networks.weights;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Tensors by parameter name, in the order they are saved. */
public record Weights(SequencedMap<String, Tensor> tensors) {
    public Weights {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /**
     * The tensor of that name.
     *
     * @throws WeightsMismatchException if there is none
     */
    public Tensor get(String name) {
        @Nullable Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightsMismatchException("weights have no tensor '" + name + "'");
        }
        return tensor;
    }

    /** These weights with some tensors replaced or added. */
    public Weights with(Map<String, Tensor> changed) {
        SequencedMap<String, Tensor> merged = new LinkedHashMap<>(tensors);
        merged.putAll(changed);
        return new Weights(merged);
    }

    /**
     * Requires that every parameter of the network is there, in f32 and of its shape; tensors beyond them are let be.
     *
     * @throws WeightsMismatchException naming the first that is not
     */
    public void requireFor(Network network) {
        for (ParameterSpec parameter : network.parameters()) {
            Tensor tensor = get(parameter.name());
            if (!tensor.shape().equals(parameter.shape()) || tensor.type() != ElementType.F32) {
                throw new WeightsMismatchException("tensor '" + parameter.name() + "' is " + tensor.type()
                        + tensor.shape() + " where the network has " + ElementType.F32 + parameter.shape());
            }
        }
    }

    /** The size of all tensors. */
    public long bytes() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.data().remaining())
                .sum();
    }
}
