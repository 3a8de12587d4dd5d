package dev.modelyard.inference.residency;

/** The memory of loaded models has no room for one more. */
class InsufficientMemoryException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final long MIB = 1L << 20;

    InsufficientMemoryException(long needed, long budget) {
        super("the model takes about %d MiB, and the models of this replica may take %d MiB together"
                .formatted(Math.ceilDiv(needed, MIB), budget / MIB));
    }
}
