package dev.modelyard.inference.batching;

/** So many inputs wait that this call would not fit; the caller may come back in a moment. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;
}
