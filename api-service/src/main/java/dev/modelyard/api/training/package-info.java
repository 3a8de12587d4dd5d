/**
 * Submits trainings: brings together model, dataset, workers and the queue.
 * How a job goes on from there is no business of this package.
 */
@NullMarked
package dev.modelyard.api.training;

import org.jspecify.annotations.NullMarked;
