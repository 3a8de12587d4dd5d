package dev.modelyard.inference.residency;

import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.task.Task;

/**
 * A version of a model as it is to be served: whatever differs here is loaded anew.
 *
 * @param source where its files come from
 * @param precision the arithmetic of its predictions
 * @param limits what its owner wants of batches
 */
public record Edition(
        ModelId model, Task task, int version, ModelSource source, ServingPrecision precision, BatchLimits limits) {}
