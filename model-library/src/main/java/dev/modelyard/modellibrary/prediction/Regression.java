package dev.modelyard.modellibrary.prediction;

/** A predicted number, in the unit of the training data. */
public record Regression(double value) implements Prediction {}
