package dev.modelyard.trainer.training;

/**
 * Parameters that learn in a way of their own.
 *
 * @param prefix what their names begin with
 * @param optimizer that changes them
 * @param rate their learning rate as a share of the recipe's; 0: they stay as they are
 */
public record ParameterGroup(String prefix, Optimizer optimizer, double rate) {}
