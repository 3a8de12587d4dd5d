package dev.modelyard.api.job;

/** A job is in its last state. Observed in the transaction that ends it: if an observer throws, the job has not ended. */
public record JobEnded(Job job) {}
