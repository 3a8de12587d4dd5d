package dev.modelyard.networks.shape;

/** Bytes that training holds. */
public record TrainingMemory(long parameters, long gradients, long moments, long activations) {
    public long total() {
        return parameters + gradients + moments + activations;
    }
}
