package dev.modelyard.api.deployment;

import dev.modelyard.contracts.artifact.ArtifactReference;

/** A version of a model and what it consists of. */
record PinnedVersion(int version, ArtifactReference artifact) {}
