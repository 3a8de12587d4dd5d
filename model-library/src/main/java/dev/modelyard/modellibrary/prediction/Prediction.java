package dev.modelyard.modellibrary.prediction;

/** What a model answers for one sample. */
public sealed interface Prediction permits Classification, Regression {}
