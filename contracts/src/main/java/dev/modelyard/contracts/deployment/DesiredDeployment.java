package dev.modelyard.contracts.deployment;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;

/**
 * What shall be served for a model. Compacted by model; a lower revision than one already seen is passed over.
 *
 * @param revision rises with every change of this deployment
 * @param started false: unload it and refuse predictions
 * @param replicas how many inference replicas shall hold it
 * @param version of the model that is served
 */
public record DesiredDeployment(
        DeploymentId deployment,
        ModelId model,
        OwnerId owner,
        long revision,
        boolean started,
        int replicas,
        Task task,
        int version,
        ArtifactReference artifact,
        Instant at) {}
