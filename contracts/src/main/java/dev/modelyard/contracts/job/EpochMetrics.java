package dev.modelyard.contracts.job;

import java.util.Map;

/**
 * The figures of one finished epoch.
 *
 * @param epoch counted from 1
 * @param step optimiser steps done at its end
 * @param values by name: {@code train_loss}, {@code val_loss}, {@code val_accuracy}, {@code learning_rate}, {@code seconds}, …
 */
public record EpochMetrics(int epoch, long step, Map<String, Double> values) {
    public EpochMetrics {
        values = Map.copyOf(values);
    }

    /** The same figures in a job that had so many epochs and steps before. */
    public EpochMetrics after(int epochs, long steps) {
        return new EpochMetrics(epoch + epochs, step + steps, values);
    }
}
