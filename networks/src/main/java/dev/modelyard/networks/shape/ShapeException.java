package dev.modelyard.networks.shape;

/** A network cannot run on inputs of these sizes. The message names the node and is fit for a caller. */
public class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }

    public ShapeException(String message, Throwable cause) {
        super(message, cause);
    }
}
