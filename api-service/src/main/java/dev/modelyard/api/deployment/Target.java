package dev.modelyard.api.deployment;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.task.Task;

/** What a deployment shall serve, resolved. */
record Target(ModelId model, Task task, int version, ArtifactReference artifact, int replicas) {}
