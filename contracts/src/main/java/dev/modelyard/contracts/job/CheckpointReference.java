package dev.modelyard.contracts.job;

import dev.modelyard.contracts.artifact.ArtifactReference;

/**
 * A kept state of a training.
 *
 * @param epoch whole epochs done
 * @param step optimiser steps done
 */
public record CheckpointReference(int epoch, long step, ArtifactReference artifact) {}
