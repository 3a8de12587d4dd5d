package dev.modelyard.networks.graph;

/** What one element of a tensor is. */
public enum ElementType {
    F32(4),
    F16(2),
    /** Kept as bits; Java arithmetic goes through {@code float}. */
    BF16(2),
    I64(8),
    I32(4),
    I8(1),
    U8(1),
    /** One byte each, 0 or 1. */
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element. */
    public int bytes() {
        return bytes;
    }
}
