package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Tensor;
import java.util.List;

/**
 * Some examples as a network takes them.
 *
 * @param inputs the network's inputs in their order
 * @param target what the loss compares with; axis 0 is the batch
 */
public record Batch(List<Tensor> inputs, Tensor target) {
    public Batch {
        inputs = List.copyOf(inputs);
    }

    /** The number of examples. */
    public int size() {
        return Math.toIntExact(target.shape().size(0));
    }
}
