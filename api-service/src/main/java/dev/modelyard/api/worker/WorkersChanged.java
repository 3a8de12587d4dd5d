package dev.modelyard.api.worker;

/** A worker was heard of; slots may have come, gone or become free. */
public record WorkersChanged() {}
