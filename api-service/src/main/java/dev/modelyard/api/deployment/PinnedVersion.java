package dev.modelyard.api.deployment;

import dev.modelyard.contracts.artifact.ModelSource;

/** A version of a model and where its files come from. */
record PinnedVersion(int version, ModelSource source) {}
