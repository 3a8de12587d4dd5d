package dev.modelyard.networks.onnx;

/** How the weights of linear layers over sequences are kept, and their products computed. */
public enum WeightFormat {
    /** As they were trained. */
    F32,
    /** In eight bits, where {@link BlockQuantized} can hold them; everything else stays f32. */
    INT8
}
