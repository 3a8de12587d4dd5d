package dev.modelyard.inference.placement;

/** Replicas have come or gone, or hold something else than before. */
public record ReplicasChanged() {}
