package dev.modelyard.networks.weights;

/** Weights lack a parameter of a network, or have it in another shape. The message names the parameter and is fit for a caller. */
public class WeightsMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public WeightsMismatchException(String message) {
        super(message);
    }
}
