/**
 * POST /v1/models/{id}/predict: from a request to a model's inputs, and from its outcomes to an answer.
 * Loads nothing and decides nothing about deployments.
 */
@NullMarked
package dev.modelyard.inference.prediction;

import org.jspecify.annotations.NullMarked;
