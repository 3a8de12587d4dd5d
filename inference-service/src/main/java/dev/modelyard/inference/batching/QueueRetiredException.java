package dev.modelyard.inference.batching;

/** This queue takes no more calls: its model is being let go. Another version may have taken its place. */
public final class QueueRetiredException extends Exception {
    private static final long serialVersionUID = 1L;
}
