package dev.modelyard.trainer.training;

/**
 * What a network takes an unlabelled example for.
 *
 * @param label the id of the likeliest class
 * @param probability of that class
 */
public record Guess(int label, float probability) {}
